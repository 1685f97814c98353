"""An article as schema.org's NewsArticle. What was made from a clip is never claimed as the site's own."""

import json
from typing import Any
from urllib.parse import urljoin

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, ArticleAgency, Contribution, Placement, Source, Topic
from articles.models.fields import body

from . import date, tag_uri

TYPES: dict[str, str] = {
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
        "@id": tag_uri.of_article(article, base_url),
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": article.language,
        "headline": article.headline,
        "abstract": article.lead,
        "datePublished": article.publish_at.isoformat() if article.publish_at else "",
        "dateModified": article.public_since_change.isoformat(),
        "sourceOrganization": [_organization(a.source) for a in article.article_agencies.all()],
        "keywords": [topic.name for topic in article.topics.all()],
        "isAccessibleForFree": True,
        **({"publisher": site} if is_own else _taken_from(article, site)),
    }
    if not article.is_excerpt:
        text = body.plain_text(article.body)
        data["articleBody"] = text
        data["wordCount"] = len(text.split())
        data["author"] = _people(article, Contribution.Role.AUTHOR, base_url)
        data["contributor"] = _people(article, Contribution.Role.CONTRIBUTOR, base_url)
        data["alternativeHeadline"] = article.subheadline
        data["dateline"] = article.dateline
        data["image"] = [_image(p, base_url) for p in article.pictures if p.image.has_file]
        data["commentCount"] = comment_count
        data["correction"] = [
            {"@type": "CorrectionComment", "text": c.text, "datePublished": c.dated.isoformat()}
            for c in article.corrections.all()
        ]
    return _filled(data)


def script(data: dict[str, Any]) -> SafeString:
    """The data, escaped for a <script> element of HTML."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)


def _taken_from(article: Article, site: dict[str, Any]) -> dict[str, Any]:
    """The properties of a text of another outlet: based on the original; only the structured data is ours."""
    original = _original(article)
    day = timezone.localdate(article.publish_at).isoformat() if article.publish_at else ""
    holder = {"copyrightHolder": original["publisher"]} if "publisher" in original else {}
    return {"sdPublisher": site, "sdDatePublished": day, "isBasedOn": original, **holder}


def breadcrumbs(article: Article, base_url: str, site_name: str) -> dict[str, Any]:
    """The way from the front page as schema.org's BreadcrumbList: by the article's outlet, else its first topic."""
    above: Source | Topic | None = article.source or next(iter(article.topics.all()), None)
    steps = [(site_name, "/")]
    steps += [(str(above), above.get_absolute_url())] if above is not None else []
    steps.append((article.headline, article.get_absolute_url()))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": urljoin(base_url, path)}
            for number, (name, path) in enumerate(steps, start=1)
        ],
    }


def _original(article: Article) -> dict[str, Any]:
    """The original that the article was made from, as far as the clip describes it."""
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


def _people(article: Article, role: str, base_url: str) -> list[dict[str, Any]]:
    people = [c.person for c in article.contributions.all() if c.role == role]
    return [{"@type": "Person", "name": p.name, "url": urljoin(base_url, p.get_absolute_url())} for p in people]


def _image(placement: Placement, base_url: str) -> dict[str, Any]:
    image = placement.image
    rendition = image.rendition()
    return _filled(
        {
            "@type": "ImageObject",
            "contentUrl": urljoin(base_url, rendition.url) if rendition else "",
            "width": rendition.width if rendition else None,
            "height": rendition.height if rendition else None,
            "caption": image.caption,
            "creditText": image.credit,
            "creator": [{"@type": "Person", "name": image.photographer}] if image.photographer else [],
            "copyrightNotice": image.copyright,
            "usageInfo": image.usage_terms if image.usage_terms.startswith("https://") else "",
        }
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in ("", None, [])}
