"""Learning the line model from clips with gold; only commands use it, reading a clip does not."""
