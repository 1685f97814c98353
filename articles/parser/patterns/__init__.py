"""Parsers for fixed patterns of press text: each takes a string and returns a match with spans in it, or None."""
