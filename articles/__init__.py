"""The one Django app: a cutting room, an archive, a desk and four doors."""
