"""The model that labels the lines of a clip: a small network over neighbouring lines with a chain of states on top."""

import os

# The matrices of one clip are small: several threads of a process would wait for each other longer than they reckon,
# and an import already runs one process for each core. Takes effect where numpy has not been imported before.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
