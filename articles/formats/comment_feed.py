"""Readers' comments as feeds: RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287)."""

from collections.abc import Iterable
from urllib.parse import urljoin

from django.urls import reverse
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _

from ..models import Comment
from . import tag_uri
from .feed import ATOM, RSS, Feed
from .xml_feed import AtomFeed, RssFeed
from .xml_text import allowed

GENERATORS: dict[str, type[RssFeed] | type[AtomFeed]] = {RSS: RssFeed, ATOM: AtomFeed}


def write(feed: Feed, comments: Iterable[Comment], kind: str, base_url: str) -> tuple[str, str]:
    """The feed as text, and its media type; `base_url` ends in a slash. KeyError for another kind than RSS and Atom."""
    generator = GENERATORS[kind](
        title=feed.title,
        link=feed.page,
        description=feed.description,
        subtitle=feed.description,
        language=feed.language,
        feed_url=feed.address,
        author_name=feed.site,  # in Atom, for entries that name nobody (RFC 4287, 4.1.1)
    )
    for comment in comments:
        address = urljoin(base_url, reverse("comment", args=[comment.article.slug, comment.pk]))
        name = allowed(comment.author) or _("Name unknown")
        generator.add_item(
            title=_("%(name)s on “%(article)s”") % {"name": name, "article": comment.article.headline},
            link=address,
            description=linebreaks(escape(comment.text)),
            unique_id=tag_uri.of_comment(comment, base_url),
            unique_id_is_permalink=False,
            author_name=name,
            pubdate=comment.created_at,
            updateddate=comment.created_at,
        )
    return generator.writeString("utf-8"), generator.content_type
