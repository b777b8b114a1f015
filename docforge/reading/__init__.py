"""Reading: the bytes of an uploaded file become Documents of positioned lines."""
