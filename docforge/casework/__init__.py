"""Casework: the only room that knows the order of work: read → extract → check → fill → notify."""
