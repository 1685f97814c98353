"""Addresses of the public site."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles.pages import archive, feeds, preview, sitemaps, well_known
from articles.pages.article import article
from articles.pages.comments import feeds as comment_feeds
from articles.pages.comments import report, status
from articles.pages.comments.submission import comment, comments
from articles.pages.differences import differences
from articles.pages.front import front
from articles.pages.page import imprint, page
from articles.pages.person import person
from articles.pages.picture import picture
from articles.pages.search import search
from articles.pages.source import source, sources
from articles.pages.topic import topic, topics


class YearConverter(IntConverter):
    """A year in four digits."""

    regex = "[0-9]{4}"
    to_url = "{:04d}".format


class MonthConverter(IntConverter):
    """A month in two digits, so that it has one address."""

    regex = "(?:0[1-9]|1[0-2])"
    to_url = "{:02d}".format


class FeedConverter(StringConverter):
    """The kind of a feed."""

    regex = "rss|atom|json|ninjs"


register_converter(FeedConverter, "feed")
register_converter(YearConverter, "year")
register_converter(MonthConverter, "month")

urlpatterns = [
    path("", front, name="front"),
    path("articles/<slug:slug>/", article, name="article"),
    path("articles/<slug:slug>/comments/", comments, name="comments"),
    path("articles/<slug:slug>/comments/feed.<feed:kind>", comment_feeds.of_article, name="article_comment_feed"),
    path("articles/<slug:slug>/comments/<int:pk>/", comment, name="comment"),
    path("articles/<slug:slug>/comments/<int:pk>/report/", report.report, name="report"),
    path("articles/<slug:slug>/comments/<int:pk>/report/illegal/", report.notice, name="notice"),
    path("comments/feed.<feed:kind>", comment_feeds.of_site, name="comment_feed"),
    path("comments/status/<slug:token>/", status.status, name="comment_status"),
    path("comments/confirm/<str:token>/", status.confirm, name="comment_confirm"),
    path("reports/<slug:token>/", report.status, name="report_status"),
    path("sources/", sources, name="sources"),
    path("sources/<slug:slug>/", source, name="source"),
    path("topics/", topics, name="topics"),
    path("topics/<slug:slug>/", topic, name="topic"),
    path("people/<slug:slug>/", person, name="person"),
    path("search/", search, name="search"),
    path("search/feed.<feed:kind>", feeds.of_search, name="search_feed"),
    path("archive/", archive.years, name="archive"),
    path("archive/<year:number>/", archive.year, name="archive_year"),
    path("archive/<year:number>/<month:month>/", archive.month, name="archive_month"),
    path("pictures/<int:image>/<slug:key>/<slug:shape>-<int:width>.<slug:kind>", picture, name="rendition"),
    path("articles/<slug:slug>/differences/", differences, name="differences"),
    path("articles/<slug:slug>/ninjs.json", feeds.of_article, name="ninjs"),
    path("feed.<feed:kind>", feeds.of_site, name="feed"),
    path("sources/<slug:slug>/feed.<feed:kind>", feeds.of_outlet, name="source_feed"),
    path("topics/<slug:slug>/feed.<feed:kind>", feeds.of_topic, name="topic_feed"),
    path("imprint/", imprint, name="imprint"),
    path("about/<slug:key>/", page, name="page"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-articles-<int:number>.xml", sitemaps.articles, name="sitemap_articles"),
    path("preview/unsaved/<uuid:key>/", preview.unsaved, name="preview_unsaved"),
    path("preview/<str:token>/", preview.preview, name="preview"),
    path("robots.txt", well_known.robots, name="robots"),
    path("manifest.webmanifest", well_known.manifest, name="manifest"),
    path(".well-known/security.txt", well_known.security, name="security"),
]
