"""The tables with their constraints and QuerySets, one noun a file."""

from articles.models.api_token import ApiToken
from articles.models.articles.article import Article, ModerationMode
from articles.models.articles.correction import Correction
from articles.models.articles.draft import Draft, Presence
from articles.models.articles.front_page import FrontPlace
from articles.models.articles.links import ArticleAgency, Contribution, Placement
from articles.models.articles.page import Imprint, Page
from articles.models.articles.prepared_version import PreparedVersion
from articles.models.articles.preview_link import PreviewLink
from articles.models.articles.version_parts import VersionParts
from articles.models.change_feed import ChangeCounter, ChangeFeedEntry, ChangeNote
from articles.models.clips.agency_task import AgencyTask
from articles.models.clips.clip import Clip, ClipName
from articles.models.clips.fingerprint import Fingerprint, FingerprintBand
from articles.models.clips.import_run import ImportedFile, ImportRun
from articles.models.clips.reading import Reading
from articles.models.clips.text_identifier import TextIdentifier
from articles.models.clips.upload import Upload, UploadedFile
from articles.models.comments.blocked_word import BlockedWord
from articles.models.comments.claim import Claim
from articles.models.comments.comment import Comment
from articles.models.comments.decision import Decision
from articles.models.comments.notice import Notice
from articles.models.comments.policy import ClosedReason, CommentPolicy
from articles.models.comments.reason import ReasonCode
from articles.models.comments.report import Report
from articles.models.fields.text_rights import Right
from articles.models.images.image import Image
from articles.models.rate_limit import RateLimitWindow, RequestCount, SenderKey
from articles.models.staff_group import StaffGroup
from articles.models.taxonomy.person import Person
from articles.models.taxonomy.redirect import Redirect
from articles.models.taxonomy.source import Source
from articles.models.taxonomy.topic import Topic

from .audit import AuditEntry
from .idempotency import IdempotencyKey
from .search import SearchEntry

__all__ = [
    "AgencyTask",
    "ApiToken",
    "Article",
    "ArticleAgency",
    "AuditEntry",
    "BlockedWord",
    "ChangeCounter",
    "ChangeFeedEntry",
    "ChangeNote",
    "Claim",
    "Clip",
    "ClipName",
    "ClosedReason",
    "Comment",
    "CommentPolicy",
    "Contribution",
    "Correction",
    "Decision",
    "Draft",
    "Fingerprint",
    "FingerprintBand",
    "FrontPlace",
    "IdempotencyKey",
    "Image",
    "ImportRun",
    "ImportedFile",
    "Imprint",
    "ModerationMode",
    "Notice",
    "Page",
    "Person",
    "Placement",
    "PreparedVersion",
    "Presence",
    "PreviewLink",
    "RateLimitWindow",
    "Reading",
    "ReasonCode",
    "Redirect",
    "Report",
    "RequestCount",
    "Right",
    "SearchEntry",
    "SenderKey",
    "Source",
    "StaffGroup",
    "TextIdentifier",
    "Topic",
    "Upload",
    "UploadedFile",
    "VersionParts",
]
