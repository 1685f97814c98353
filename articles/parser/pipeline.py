"""The steps from the bytes of a clip to a ParsedClip: recognise the format, split, label, assemble, balance."""

from hashlib import sha256

from articles.parser import contents, limits, notices
from articles.parser.assemble import assemble
from articles.parser.classify import label_lines
from articles.parser.document import ParsedClip
from articles.parser.evidence import complete_evidence, language_evidence
from articles.parser.formats import registry
from articles.parser.formats.source import NOTHING_SAID, Lines, Source, Traced
from articles.parser.ledger import balance
from articles.parser.line_model.model import LineModel
from articles.parser.printed_check import leave_out_misprints
from articles.parser.rules.definitions import definitions
from articles.parser.rules.footnotes import footnotes
from articles.parser.rules.interviews import interviews
from articles.parser.rules.lists import list_items
from articles.parser.rules.tickers import ticker_entries
from articles.parser.rules.verse import verse
from articles.parser.said import Said
from articles.parser.said_merge import merge_said
from articles.text.language import Language, detect_language

PARSER_VERSION = "0.18"  # raise with every change of what the parser returns for any clip
STRUCTURES = (list_items, footnotes, verse, definitions, ticker_entries, interviews)  # what comes later may undo others
SAID_LANGUAGE = "format:language"  # rule of a language that the format names


def parse_clip(data: bytes, name: str, model: LineModel | None = None) -> ParsedClip:
    """Parse a clip's bytes; `name` is its file name. Raises document.UnreadableClip if the bytes hold no text.

    `model` replaces the shipped weights; tests/bench measures with it.
    """
    found, source = registry.read(data, name)
    traced, language = _trace(source, source.lines, model) if source.lines else (Traced(None, [], [], []), Language())
    traced = source.locate(traced)
    document, evidence, warnings = traced.document, traced.evidence, traced.warnings
    if source.said is not NOTHING_SAID:
        document, evidence, warnings = merge_said(document, evidence, warnings, source.said)
        language = _said_language(source.said, language)
    parsed = ParsedClip(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=source.encoding,
        text=source.text,
        language=language.code or traced.language,
        parser_version=PARSER_VERSION,
        segments=balance(source.text, traced.entries),
        document=document,
        evidence=(*evidence, *language_evidence(language)),
        warnings=(*source.notes, *warnings),
        format=found.name,
        said=tuple(source.said.listed()),
        children=tuple(source.children),
    )
    parsed = notices.from_fixed(parsed, [(start, stop) for start, stop, _role, _rule in source.fixed])
    parsed = notices.from_said(notices.from_headline(complete_evidence(leave_out_misprints(parsed))))
    return contents.mark(parsed)


def _said_language(said: Said, found: Language) -> Language:
    """The language that the format names; that of the words where it names none, or is not to be relied on."""
    if said.language and (said.is_firm or not found.code):
        return Language(said.language, 1.0 if said.is_firm else 0.5, SAID_LANGUAGE)
    return found


def _trace(source: Source, lines: Lines, model: LineModel | None) -> tuple[Traced, Language]:
    """The article in the lines of a source, with its spans in the text of the lines, and its language."""
    clip = lines.clip_text()
    if len(clip.lines) > limits.MAX_LINES:
        raise limits.too_long()
    if clip.zone and source.is_text(source.to_text(lines.to_source(clip.lines[clip.zone.article_end].span))):
        clip.zone = None
    labelled = label_lines(clip, model)
    lines.hint(clip, labelled)
    for structure in STRUCTURES:
        structure(labelled)
    source.apply_marks(labelled)
    return lines.trace(assemble(clip, labelled)), detect_language(clip.text)
