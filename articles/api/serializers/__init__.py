"""How each noun is written as JSON. Fields are named one by one: what is not named here cannot get out."""

from .article import ArticleSerializer
from .comment import CommentSerializer
from .image import ImageSerializer
from .person import PersonSerializer
from .problem import ProblemSerializer
from .source import SourceSerializer
from .topic import TopicSerializer

__all__ = [
    "ArticleSerializer",
    "CommentSerializer",
    "ImageSerializer",
    "PersonSerializer",
    "ProblemSerializer",
    "SourceSerializer",
    "TopicSerializer",
]
