"""The editors' and moderators' door: Django's admin, one page per noun."""

from . import (  # noqa: F401 - each brings its page along
    article,
    clip,
    comment,
    image,
    person,
    prepared,
    run,
    source,
    topic,
)
