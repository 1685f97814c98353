"""What the measurements of the parser share: scores of a page, intervals, tables, the comparison of two runs."""
