"""Word lists as data. A line more in one of these files teaches the reader a word; no code has to change."""
