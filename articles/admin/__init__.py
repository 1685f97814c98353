"""The editors' and moderators' door: Django's admin, one page per noun."""
