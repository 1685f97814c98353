"""The model that labels the lines of a clip: a linear-chain CRF over named features and measures of each line."""
