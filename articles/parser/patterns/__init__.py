"""The fixed forms of the press: pure parsers, each of one string, spans within it; else None."""
