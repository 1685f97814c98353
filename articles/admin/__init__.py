"""The editors' and moderators' door: Django's admin, one page per noun."""

from . import article, clip, comment, image, person, source, topic  # noqa: F401 - each brings its page along
