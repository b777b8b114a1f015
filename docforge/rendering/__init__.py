"""Rendering: a Word template and values become a .docx, and a .docx a PDF."""
