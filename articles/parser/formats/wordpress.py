"""WordPress' export (WXR): posts and pages with authors, categories, pictures and readers' comments with threads."""

import re

from articles.parser.document import ReaderComment
from articles.parser.formats import xml_scan
from articles.parser.formats.feed import around, holds_entries, whole
from articles.parser.formats.fields import ArticleFields, of_several, read_date, said_value, unescaped
from articles.parser.formats.source import COMMENT, Source
from articles.parser.formats.xml_scan import Element, words
from articles.parser.mapped_text import MappedText
from articles.parser.roles import Role
from articles.text.lines import Span

# post_status of WordPress and Ghost → of a publication; others are not public: nobody withdraws anything with a draft.
STATUSES = {"publish": "usable", "published": "usable", "future": "embargoed"}
TECHNICAL_TYPES = frozenset(
    (
        *("attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"),
        *("user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation"),
        *("wp_font_family", "wp_font_face", "acf-field", "acf-field-group", "wpcf7_contact_form"),
    )
)
UNFIT_APPROVALS = ("0", "spam", "trash", "post-trashed")  # of comments that nobody has let through

_CAPTION = re.compile(
    r"\[caption[^\]\n]{0,300}\]\s*((?:<a\b[^>]{0,800}>)?\s*<img\b[^>]{0,800}>\s*(?:</a>)?)(.*?)\[/caption\]", re.DOTALL
)
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]{2,30})(?:\s[^\]\n]{0,500})?/?\]")
_CLOSING = re.compile(r"\[/([a-z][a-z0-9_-]{2,30})\]")
SHORTCODES = ("gallery", "embed", "audio", "video", "playlist", "caption")  # that may stand without an end
_BLOCKS = re.compile(r"<(?:p|div|ul|ol|h[1-6]|table|blockquote|figure|pre|section)\b|<!-- wp:", re.IGNORECASE)
_BREAK = re.compile(r"\n[ \t\r]*\n\s*")


def matches(data: bytes, name: str) -> bool:
    """Whether the first element is a feed's with the names of WordPress' export."""
    return xml_scan.root_of(data)[0] == "rss" and b"wordpress.org/export/" in data[: xml_scan.HEAD_BYTES]


def read(data: bytes, name: str) -> Source:
    """The post of an export, or the posts. Raises UnreadableClip if its elements lie too deep or are too many."""
    decoded = xml_scan.decode_xml(data)
    text = decoded.text
    root = xml_scan.scan(text).child("rss") or xml_scan.scan(text)
    channel = root.child("channel") or root
    items = xml_scan.entries(root, "item")
    files: dict[str, list[Element]] = {}  # the pictures by the numbers of their posts and their own
    posts = []
    for item in items:
        if _field(text, item, "post_type") == "attachment":
            for number in {_field(text, item, "post_parent"), _field(text, item, "post_id")} - {"", "0"}:
                files.setdefault(number, []).append(item)
        elif _field(text, item, "post_type") not in TECHNICAL_TYPES:
            posts.append(item)
    if len(posts) > 1:
        rows = []
        opening, closing = around(text, root)
        authors = {
            _field(text, author, "author_login"): author
            for author in channel.all("wp:author")
            if not holds_entries(author)
        }
        for post in posts:
            login = words(text, post.child("creator")).text.strip()
            belonging = [author for author in [authors.get(login)] if author] + _files(text, post, files)
            rest = "".join(whole(text, element) for element in [*belonging, post])
            title = unescaped(words(text, post.child("title"))).text
            rows.append((post.span, title, opening + rest + closing))
        return of_several(decoded, rows, ".xml")
    fields = ArticleFields(decoded)
    for post in posts:
        _fill(fields, post, channel, _files(text, post, files))
    return fields.source()


def _files(text: str, post: Element, files: dict[str, list[Element]]) -> list[Element]:
    """The pictures that were loaded up for a post, and the one that it shows above its text."""
    number, shown = _field(text, post, "post_id"), _meta(text, post, "_thumbnail_id")
    found = [*files.get(number, []), *files.get(shown, [])]
    return list({element.start: element for element in found}.values())


def _field(text: str, item: Element, name: str) -> str:
    return words(text, item.child(f"wp:{name}")).text.strip()


def _meta(text: str, item: Element, key: str) -> str:
    for meta in item.all("wp:postmeta"):
        if _field(text, meta, "meta_key") == key:
            return _field(text, meta, "meta_value")
    return ""


def _fill(fields: ArticleFields, post: Element, channel: Element, files: list[Element]) -> None:
    text = fields.text
    fields.say("headline", unescaped(words(text, post.child("title"))))
    fields.say("guid", words(text, post.child("guid")))
    fields.say("url", words(text, post.child("link")))
    fields.say("outlet", unescaped(words(text, channel.child("title"))))
    fields.language(words(text, channel.child("language")).text)
    _author(fields, post, channel)
    _day(fields, post)
    for category in post.all("category"):
        fields.say("keyword", unescaped(words(text, category)))
    for password in post.all("wp:post_password"):
        if words(text, password).text.strip():
            fields.fact("status", "private", password.span, "post_password")
    excerpt = next(iter(post.all("excerpt:encoded")), None)
    if excerpt and words(text, excerpt).text.strip():
        fields.say("description", unescaped(words(text, excerpt)))
    _text(fields, post)
    for file in files:
        fields.say("picture", words(text, file.child("wp:attachment_url")))
        about = next(
            (
                value
                for name in ("excerpt:encoded", "content:encoded")
                if (value := words(text, file.child(name))).text.strip()
            ),
            None,
        )
        if about:
            fields.picture(unescaped(about), None)
    _comments(fields, post)


def _author(fields: ArticleFields, post: Element, channel: Element) -> None:
    """The author by the name that is shown; the login where the export has no other."""
    text = fields.text
    creator = words(text, post.child("creator"))
    for author in channel.all("wp:author"):
        if _field(text, author, "author_login") == creator.text.strip():
            shown = words(text, author.child("wp:author_display_name"))
            if shown.text.strip():
                fields.say("author", shown)
                return
    fields.say("author", creator)


def _day(fields: ArticleFields, post: Element) -> None:
    text = fields.text
    status, day = post.child("wp:status"), post.child("wp:post_date_gmt")
    word = words(text, status).text.strip().lower()
    moment = _in_utc(text, day)
    if word == "future":
        fields.embargo(moment or words(text, post.child("wp:post_date")), "post_date")
    if status and word:
        fields.fact("status", STATUSES.get(word, "private"), status.span, "status")
    fields.date(moment, "post_date_gmt", words(text, post.child("wp:post_date")).text)
    fields.date(words(text, post.child("wp:post_date")), "post_date")
    fields.date(words(text, post.child("pubDate")), "pubDate")


def _in_utc(text: str, element: Element | None) -> MappedText | None:
    """A time of WordPress that is in UTC without saying so."""
    value = words(text, element)
    if not value.text.strip() or value.text.strip().startswith("0000"):
        return None
    place = MappedText(value.text)
    place.take(0, len(value.text.rstrip()))
    place.insert("+00:00")
    return value.compose(place)


def _text(fields: ArticleFields, post: Element) -> None:
    """The text: old posts have lines where pages have paragraphs, and short codes for pictures."""
    content = words(fields.text, next(iter(post.all("content:encoded")), None) or post.child("encoded"))
    if not content.text.strip():
        return
    value = content.compose(_without_codes(content.text))
    if not _BLOCKS.search(content.text):
        value = value.compose(_paragraphs(value.text))
    fields.body(value, True)


def _without_codes(text: str) -> MappedText:
    """The text without short codes: those of pictures as markup, of the others what stands between them."""
    place = MappedText(text)
    closed = {match[1] for match in _CLOSING.finditer(text)}
    codes = [match for match in _SHORTCODE.finditer(text) if match[1] in closed or match[1] in SHORTCODES]
    at = 0
    for match in sorted(
        [*_CAPTION.finditer(text), *codes], key=lambda match: (match.start(), match.re is not _CAPTION)
    ):
        if match.start() < at:
            continue
        place.take(at, match.start())
        if match.re is _CAPTION:
            place.insert("\n\n<figure>")
            place.take(*match.span(1))
            place.insert("<figcaption>")
            place.take(*match.span(2))
            place.insert("</figcaption></figure>\n\n")
        at = match.end()
    place.take(at, len(text))
    return place


def _paragraphs(text: str) -> MappedText:
    """The text of an old post, in which each empty line begins a paragraph."""
    place = MappedText(text)
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        stop = match.start() if match else len(text)
        is_text = bool(text[at:stop].strip()) and not text.startswith("<figure>", at)
        place.insert("<p>" if is_text else "")
        place.take(at, stop)
        place.insert("</p>\n" if is_text else "\n")
        at = match.end() if match else stop
    return place


def _comments(fields: ArticleFields, post: Element) -> None:
    """Readers' comments that were let through, each with its parent; others stay in the file only."""
    text = fields.text
    numbers: dict[str, int] = {}
    rows = [comment for comment in post.all("wp:comment") if _is_shown(text, comment)]
    rows.sort(key=lambda comment: _field(text, comment, "comment_date_gmt") or _field(text, comment, "comment_date"))
    for comment in rows:
        body = unescaped(words(text, comment.child("wp:comment_content")))
        said = said_value(body, COMMENT)
        if not said.value:
            continue
        name = said_value(words(text, comment.child("wp:comment_author")), COMMENT)
        day = _in_utc(text, comment.child("wp:comment_date_gmt"))
        local = words(text, comment.child("wp:comment_date"))
        moment = read_date((day or local).text)
        when = said_value(day or local, COMMENT)
        fields.entry(said.span, Role.COMMENT, "comment")
        fields.entry(name.span, Role.COMMENT_AUTHOR, "comment")
        fields.entry(when.span, Role.COMMENT_META, "comment")
        numbers.setdefault(_field(text, comment, "comment_id"), len(fields.comments))
        parent = numbers.get(_field(text, comment, "comment_parent"))
        spans: tuple[Span, ...] = (said.span, *((name.span,) if name.span[1] else ()))
        fields.comments.append(
            ReaderComment(
                _joined(body.text),
                name.value,
                parent=parent if parent != len(fields.comments) else None,
                written_at=moment.at if moment else None,
                written_text=local.text.strip(),
                spans=spans,
            )
        )


def _is_shown(text: str, comment: Element) -> bool:
    kind = _field(text, comment, "comment_type")
    return _field(text, comment, "comment_approved") not in UNFIT_APPROVALS and kind in ("", "comment")


def _joined(words: str) -> str:
    """Paragraphs with one empty line between them."""
    return "\n\n".join(part.strip() for part in _BREAK.split(words.strip()) if part.strip())
