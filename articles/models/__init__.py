"""The archive: what is true. One noun a file."""

from .article import Article, ArticleAgency, Contribution, Placement
from .clip import Clip, ClipName
from .comment import Comment
from .correction import Correction
from .image import Image
from .person import Person
from .prepared import PreparedVersion
from .reading import Reading
from .run import ImportedFile, ImportRun
from .source import Right, Source
from .topic import Topic
from .upload import Upload, UploadedFile

__all__ = [
    "Article",
    "ArticleAgency",
    "Clip",
    "ClipName",
    "Comment",
    "Contribution",
    "Correction",
    "Image",
    "ImportRun",
    "ImportedFile",
    "Person",
    "Placement",
    "PreparedVersion",
    "Reading",
    "Right",
    "Source",
    "Topic",
    "Upload",
    "UploadedFile",
]
