"""Faces: thin shells over casework. They decide nothing."""
