"""The cutting room: bytes in, structure out. Pure Python; knows no Django, no database and no network."""
