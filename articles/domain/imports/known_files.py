"""Files whose bytes are stored already: what became of them, in a sentence, and whether others are in them."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.domain.imports import holds, storage
from articles.models import Article, Clip


def find(sha256: str) -> Clip | None:
    """The clip with these bytes."""
    return Clip.objects.filter(sha256=sha256).only("received_at").first()


def holds_files(clip: Clip) -> bool:
    """Whether a clip has brought others, or was read as a file that holds nothing but files."""
    if clip.children.exists():
        return True
    reading = clip.readings.only("fields", "holds").first()
    return reading is not None and not reading.fields and "no_article" not in holds.reasons(reading)


def article_of(clip: Clip) -> Article | None:
    """The article that was made from a clip."""
    return clip.articles.only("headline", "state").first()


def unread(clip: Clip, article: Article | None) -> tuple[str, ...]:
    """`no_article` where none was found in a clip, and nobody at the desk has looked at that yet."""
    if article is not None:
        return ()
    return tuple(code for code in holds.reasons(clip.readings.only("holds").first()) if code == "no_article")


def describe(clip: Clip, article: Article | None, files: int) -> str:
    """Since when it is in the archive, and what was made of it; `files` is the number of those in it."""
    words = {"date": date_format(timezone.localtime(clip.received_at), "SHORT_DATE_FORMAT")}
    if article is not None:
        words |= {"headline": article.headline, "state": article.get_state_display()}
        return _("in the archive since %(date)s: “%(headline)s” (%(state)s)") % words
    if files:
        words["files"] = storage.children_in_words(files)
        return _("in the archive since %(date)s: %(files)s") % words
    return _("in the archive since %(date)s, no article") % words
