"""Addresses of this door."""

from django.urls import path

from .article import article
from .comment import comments
from .front import front
from .picture import picture
from .robots import robots
from .source import source, sources
from .topic import topic, topics

urlpatterns = [
    path("", front, name="front"),
    path("articles/<slug:slug>/", article, name="article"),
    path("articles/<slug:slug>/comments/", comments, name="comments"),
    path("sources/", sources, name="sources"),
    path("sources/<slug:slug>/", source, name="source"),
    path("topics/", topics, name="topics"),
    path("topics/<slug:slug>/", topic, name="topic"),
    path("media/<path:name>", picture, name="picture"),
    path("robots.txt", robots, name="robots"),
]
