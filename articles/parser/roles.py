"""The roles of segments of a clip's text. A segment has exactly one."""

from enum import StrEnum


class Role(StrEnum):
    """The role of a segment; the values are stored in the ledger and printed by the dry run."""

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
    TABLE = "table"
    CAPTION = "caption"
    CREDIT = "credit"
    SIGNOFF = "signoff"
    NOTE = "note"  # embargo, correction and other notes to readers or editors
    COMMENT = "comment"
    COMMENT_AUTHOR = "comment_author"
    COMMENT_META = "comment_meta"  # time, number, reply address, „>>“ quotes' marks, the announced count
    BOILERPLATE = "boilerplate"


# roles of the body → kinds of its blocks
BLOCK_KINDS = {
    Role.PARAGRAPH: "paragraph",
    Role.SUBHEADING: "subheading",
    Role.LIST_ITEM: "list_item",
    Role.QUOTE: "quote",
    Role.TABLE: "table",
}
