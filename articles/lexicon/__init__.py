"""Word lists as data: a new line in one of these files gives the parser a new word; no code has to change."""
