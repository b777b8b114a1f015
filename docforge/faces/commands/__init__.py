"""One module for each command; each is loaded when it is called."""
