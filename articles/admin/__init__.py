"""The editors' and moderators' door: Django's admin, one page per noun."""

from . import (  # noqa: F401 - each brings its page along
    article,
    audit,
    clip,
    comment,
    comment_policy,
    front,
    image,
    page,
    person,
    prepared,
    run,
    source,
    token,
    topic,
    user,
)
