"""The JSON of each object. Fields are named one by one: a column that is not named is never published."""

from articles.api.serializers.article import ArticleSerializer
from articles.api.serializers.comment import CommentSerializer
from articles.api.serializers.image import ImageSerializer
from articles.api.serializers.person import PersonSerializer
from articles.api.serializers.problem import ProblemSerializer
from articles.api.serializers.source import SourceSerializer
from articles.api.serializers.topic import TopicSerializer

__all__ = [
    "ArticleSerializer",
    "CommentSerializer",
    "ImageSerializer",
    "PersonSerializer",
    "ProblemSerializer",
    "SourceSerializer",
    "TopicSerializer",
]
