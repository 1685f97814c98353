"""An article as ninjs 3.1, IPTC's JSON for news; a list as a composite of them.

Source: IPTC, ninjs 3.1 (iptc.org/std/ninjs/). The roles of headlines, bodies and descriptions are free text there; ours
are those of the guideline's examples.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin

from articles.models import Article, Contribution, Placement
from articles.models.fields import body

from . import standalone_html, tag_uri

MEDIA_TYPE = "application/ninjs+json"
STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
# http://cv.iptc.org/newscodes/genre/
GENRES = {
    Article.Genre.NEWS: "Current",
    Article.Genre.REPORT: "Current",
    Article.Genre.FEATURE: "Feature",
    Article.Genre.OPINION: "Opinion",
    Article.Genre.GLOSS: "Opinion",
    Article.Genre.INTERVIEW: "Interview",
    Article.Genre.EDITORIAL: "Opinion",
    Article.Genre.ANALYSIS: "Analysis",
    Article.Genre.REVIEW: "Review",
}


def item(article: Article, base_url: str, site_name: str) -> dict[str, Any]:
    """The article as ninjs; `base_url` ends in a slash. An excerpt has headline, lead and link, and is "partial".

    When the original appeared is left out: ninjs has no date without a time of day, and none is invented.
    """
    url = urljoin(base_url, article.get_absolute_url())
    assert article.publish_at is not None
    data: dict[str, Any] = {
        "standard": STANDARD,
        "uri": tag_uri.of_article(article, base_url),
        "type": "text",
        "representationType": "partial" if article.is_excerpt else "full",
        "version": str(article.version),
        "versionCreated": article.public_since_change.isoformat(timespec="seconds"),
        "firstCreated": article.publish_at.isoformat(timespec="seconds"),
        "pubStatus": "usable",
        "language": article.language,
        "slugline": article.slug or "",
        "headlines": _headlines(article),
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": article.lead}]
        if article.lead
        else [],
        "infoSources": _sources(article, site_name, base_url),
        "copyrightHolder": str(article.source or ""),
        "genres": _genres(article),
        "subjects": [
            {"name": topic.name, "uri": urljoin(base_url, topic.get_absolute_url())} for topic in article.topics.all()
        ],
        "altIds": [
            {"role": role, "value": value}
            for role, value in (("web", url), ("original", article.original_url))
            if value
        ],
    }
    if not article.is_excerpt:
        data |= _whole(article, base_url)
    return _filled(data)


def composite(articles: Iterable[Article], uri: str, title: str, base_url: str, site_name: str) -> dict[str, Any]:
    """A list of articles as one ninjs object whose associations they are, in their order."""
    items = []
    for article in articles:
        member = item(article, base_url, site_name)
        del member["standard"]
        items.append({"name": article.headline, "rel": "member", **member})
    return _filled(
        {
            "standard": STANDARD,
            "uri": uri,
            "type": "composite",
            "title": title,
            "pubStatus": "usable",
            "associations": items,
        }
    )


def _headlines(article: Article) -> list[dict[str, Any]]:
    headlines = [("main", article.headline)]
    if not article.is_excerpt:
        headlines += [("kicker", article.kicker), ("subhead", article.subheadline)]
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in headlines if value]


def _sources(article: Article, site_name: str, base_url: str) -> list[dict[str, Any]]:
    sources = [
        {
            "name": site_name,
            "role": "aggregator" if article.source or article.clip_id else "originator",
            "uri": base_url,
        }
    ]
    if article.source:
        sources.append(_filled({"name": article.source.name, "role": "originator", "uri": article.source.homepage}))
    roles = {"origin": "originator", "contributed": "contributor"}
    for part in article.article_agencies.all():
        sources.append(_filled({"name": part.source.name, "role": roles[part.part], "uri": part.source.homepage}))
    return sources


def _genres(article: Article) -> list[dict[str, Any]]:
    code = GENRES.get(Article.Genre(article.genre)) if article.genre else None
    return [{"name": code, "uri": f"http://cv.iptc.org/newscodes/genre/{code}"}] if code else []


def _whole(article: Article, base_url: str) -> dict[str, Any]:
    shown = [placement for placement in article.pictures if placement.image.has_file]
    return {
        "by": article.byline,
        "located": article.dateline,
        "edNote": article.signoff,
        "bodies": _bodies(article, base_url),
        "people": [_person(part, base_url) for part in article.contributions.all()],
        "associations": [_picture(placement, base_url) for placement in shown],
    }


def _bodies(article: Article, base_url: str) -> list[dict[str, Any]]:
    """The text, where there is one, and each correction notice: ninjs has no other property for notices."""
    text = body.plain_text(article.body)
    main = {
        "role": "main",
        "contentType": "text/html",
        "charCount": len(text),
        "wordCount": len(text.split()),
        "value": str(standalone_html.html(article, base_url)),
    }
    notices = standalone_html.corrections(article)
    corrections = [{"role": "correction", "contentType": "text/html", "value": str(notice)} for notice in notices]
    return [main, *corrections] if text else corrections


def _person(part: Contribution, base_url: str) -> dict[str, Any]:
    return {"name": part.person.name, "rel": part.role, "uri": urljoin(base_url, part.person.get_absolute_url())}


def _picture(placement: Placement, base_url: str) -> dict[str, Any]:
    image = placement.image
    renditions = [
        {
            "name": f"{rendition.shape}-{rendition.width}-{rendition.kind}",
            "href": urljoin(base_url, rendition.url),
            "contentType": rendition.media_type,
            "width": rendition.width,
            "height": rendition.height,
        }
        for rendition in image.renditions
    ]
    return _filled(
        {
            "name": f"image-{image.pk}",
            "rel": "picture",
            "uri": urljoin(base_url, image.rendition().url),  # type: ignore[union-attr]  # it has a file
            "type": "graphic" if image.kind == "graphic" else "picture",
            "descriptions": [{"role": "caption", "contentType": "text/plain", "value": image.caption}]
            if image.caption
            else [],
            "by": image.photographer,
            "infoSources": [{"name": image.credit, "role": "credit"}] if image.credit else [],
            "copyrightNotice": image.copyright,
            "usageTerms": image.usage_terms,
            "renditions": renditions,
        }
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [])}
