"""An article as schema.org's NewsArticle. What was made from a clip is never claimed as the site's own."""

import json
from typing import Any
from urllib.parse import urljoin

from django.utils.safestring import SafeString, mark_safe

from ..models import Article, ArticleAgency, Contribution, Placement, Source
from . import date

TYPES = {
    Article.Genre.FEATURE: "ReportageNewsArticle",
    Article.Genre.OPINION: "OpinionNewsArticle",
    Article.Genre.GLOSS: "OpinionNewsArticle",
    Article.Genre.EDITORIAL: "OpinionNewsArticle",
    Article.Genre.ANALYSIS: "AnalysisNewsArticle",
    Article.Genre.REVIEW: "ReviewNewsArticle",
}


def news_article(article: Article, base_url: str, site_name: str, comment_count: int) -> dict[str, Any]:
    """The article's structured data; `base_url` ends in a slash. Empty values are left out."""
    site = {"@type": "NewsMediaOrganization", "name": site_name, "url": base_url}
    url = urljoin(base_url, article.get_absolute_url())
    is_own = article.clip_id is None and article.source_id is None
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.genre, "NewsArticle"),
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": article.language,
        "headline": article.headline,
        "abstract": article.lead,
        "datePublished": article.publish_at.isoformat() if article.publish_at else "",
        "dateModified": article.updated_at.isoformat(),
        "author": [_person(c) for c in article.contributions.all() if c.role == Contribution.Role.AUTHOR],
        "contributor": [_person(c) for c in article.contributions.all() if c.role == Contribution.Role.CONTRIBUTOR],
        "sourceOrganization": [_organization(a.source) for a in article.article_agencies.all()],
        "keywords": [topic.name for topic in article.topics.all()],
        "isAccessibleForFree": True,
        **({"publisher": site} if is_own else {"sdPublisher": site, "isBasedOn": _original(article)}),
    }
    if not article.is_excerpt:
        data["alternativeHeadline"] = article.subheadline
        data["dateline"] = article.dateline
        data["image"] = [_image(p, base_url) for p in article.placements.all() if p.image.has_file]
        data["commentCount"] = comment_count
        data["correction"] = [
            {"@type": "CorrectionComment", "text": c.text, "datePublished": c.dated.isoformat()}
            for c in article.corrections.all()
        ]
    return _filled(data)


def script(data: dict[str, Any]) -> SafeString:
    """The data as it may stand in a <script> of HTML: no character of it can end the element or begin another."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)


def _original(article: Article) -> dict[str, Any]:
    """What the article was made from: the outlet's text, as far as the clip tells of it."""
    origins = [a.source for a in article.article_agencies.all() if a.part == ArticleAgency.Part.ORIGIN]
    publisher = article.source or (origins[0] if origins else None)
    return _filled(
        {
            "@type": "NewsArticle",
            "headline": "" if article.headline_is_provisional else article.headline,
            "url": article.original_url,
            "datePublished": date.iso(article.issued_on, article.issued_precision),
            "publisher": _organization(publisher) if publisher else None,
        }
    )


def _organization(source: Source) -> dict[str, Any]:
    return _filled({"@type": "NewsMediaOrganization", "name": source.name, "url": source.homepage})


def _person(contribution: Contribution) -> dict[str, Any]:
    return {"@type": "Person", "name": contribution.person.name}


def _image(placement: Placement, base_url: str) -> dict[str, Any]:
    image = placement.image
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": urljoin(base_url, image.file.url),
            "width": image.width,
            "height": image.height,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [])}
