"""Addresses of this door. A slug and an id go to the same address: a slug is never digits alone."""

from django.urls import path, re_path

from .views import article, comment, docs, image, index, person, source, topic

app_name = "api"
urlpatterns = [
    path("", index.Index.as_view(), name="index"),
    path("articles/", article.ArticleList.as_view(), name="articles"),
    path("articles/<slug:key>/", article.ArticleDetail.as_view(), name="article"),
    path("articles/<slug:key>/comments/", comment.CommentList.as_view(), name="comments"),
    path("sources/", source.SourceList.as_view(), name="sources"),
    path("sources/<slug:key>/", source.SourceDetail.as_view(), name="source"),
    path("agencies/", source.AgencyList.as_view(), name="agencies"),
    path("agencies/<slug:key>/", source.AgencyDetail.as_view(), name="agency"),
    path("topics/", topic.TopicList.as_view(), name="topics"),
    path("topics/<slug:key>/", topic.TopicDetail.as_view(), name="topic"),
    path("persons/", person.PersonList.as_view(), name="persons"),
    path("persons/<slug:key>/", person.PersonDetail.as_view(), name="person"),
    path("images/", image.ImageList.as_view(), name="images"),
    path("images/<slug:key>/", image.ImageDetail.as_view(), name="image"),
    path("schema/", docs.Schema.as_view(), name="schema"),
    path("docs/", docs.Docs.as_view(), name="docs"),
    re_path(r"^[\s\S]*/$", index.Nothing.as_view()),
]
