"""The archive: what is true. One noun a file."""

from .address import FormerAddress
from .article import Article, ArticleAgency, Contribution, Moderation, Placement
from .audit import AuditEntry
from .change import Change, ChangeCounter, ChangeNote
from .claim import Claim
from .clip import Clip, ClipName
from .comment import Comment
from .comment_policy import Closed, CommentPolicy
from .correction import Correction
from .decision import Decision
from .draft import Draft, Presence
from .fingerprint import Fingerprint, FingerprintBand
from .front import FrontPlace
from .house_group import HouseGroup
from .idempotency import IdempotencyKey
from .image import Image
from .notice import Notice
from .page import Imprint, Page
from .parts import VersionParts
from .person import Person
from .prepared import PreparedVersion
from .preview import PreviewLink
from .rate import Rate, RequestCount, SenderKey
from .reading import Reading
from .reason import ReasonCode
from .report import Report
from .run import ImportedFile, ImportRun
from .search import SearchEntry
from .source import Right, Source
from .token import ApiToken
from .topic import Topic
from .upload import Upload, UploadedFile
from .word import Word

__all__ = [
    "ApiToken",
    "Article",
    "ArticleAgency",
    "AuditEntry",
    "Change",
    "ChangeCounter",
    "ChangeNote",
    "Claim",
    "Clip",
    "ClipName",
    "Closed",
    "Comment",
    "CommentPolicy",
    "Contribution",
    "Correction",
    "Decision",
    "Draft",
    "Fingerprint",
    "FingerprintBand",
    "FormerAddress",
    "FrontPlace",
    "HouseGroup",
    "IdempotencyKey",
    "Image",
    "ImportRun",
    "ImportedFile",
    "Imprint",
    "Moderation",
    "Notice",
    "Page",
    "Person",
    "Placement",
    "PreparedVersion",
    "Presence",
    "PreviewLink",
    "Rate",
    "Reading",
    "ReasonCode",
    "Report",
    "RequestCount",
    "Right",
    "SearchEntry",
    "SenderKey",
    "Source",
    "Topic",
    "Upload",
    "UploadedFile",
    "VersionParts",
    "Word",
]
