"""The formats of files: each turns bytes into a Source, recognised by content; `registry.py` has their table."""
