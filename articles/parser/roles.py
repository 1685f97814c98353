"""Every part that a stretch of a clip's text can play. A segment has exactly one of them."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a stretch of text; the values are what the ledger stores and the dry run prints."""

    BLANK = "blank"
    DATE = "date"
    KICKER = "kicker"
    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    LEAD = "lead"
    DATELINE = "dateline"
    BYLINE = "byline"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    LIST_ITEM = "list_item"
    CAPTION = "caption"
    CREDIT = "credit"
    SIGNOFF = "signoff"
    NOTE = "note"  # embargo, correction and other notes to the reader or the desk
    COMMENT = "comment"
    COMMENT_AUTHOR = "comment_author"
    COMMENT_META = "comment_meta"  # time, number, reply address, „>>“ quotes' marks, the announced count
    BOILERPLATE = "boilerplate"
