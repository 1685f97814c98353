"""The readers' door: HTML pages."""
