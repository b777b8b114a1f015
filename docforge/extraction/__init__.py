"""Extraction: the positioned lines of a Document become Records of typed fields, driven by kinds as data."""
