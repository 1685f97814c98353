"""The steps from the bytes of a clip to a ParsedClip: decode, unwrap, split into lines, label, assemble, balance."""

from hashlib import sha256

from articles.parser import span_mapping
from articles.parser.assemble import assemble
from articles.parser.classify import label_lines
from articles.parser.clip_text import ClipText
from articles.parser.decoding import decode
from articles.parser.document import ParsedClip
from articles.parser.evidence import complete_evidence, language_evidence
from articles.parser.html import page as html
from articles.parser.ledger import balance
from articles.parser.line_model.model import LineModel
from articles.parser.printed_check import leave_out_misprints
from articles.parser.unwrapping import unwrap
from articles.text.language import detect_language

PARSER_VERSION = "0.13"  # raise with every change of what the parser returns for any clip


def parse_clip(data: bytes, name: str, model: LineModel | None = None) -> ParsedClip:
    """Parse a clip's bytes; `name` is its file name. Raises document.UnreadableClip if the bytes hold no text.

    `model` replaces the weights in `crf_weights.json`; tests/bench measures with it.
    """
    if html.is_page(data, name):
        return complete_evidence(leave_out_misprints(html.parse_page(data, name, PARSER_VERSION, model)))
    decoded = decode(data)
    unwrapped = unwrap(decoded.text)
    clip = ClipText(unwrapped.text if unwrapped else decoded.text)
    assembly = assemble(clip, label_lines(clip, model))
    document, entries, evidence, warnings = (
        assembly.document,
        assembly.log.entries,
        assembly.log.evidence,
        assembly.log.warnings,
    )
    if unwrapped:
        document = span_mapping.map_document(document, unwrapped) if document else None
        entries = [(*unwrapped.to_source((start, end)), role, rule) for start, end, role, rule in entries]
        evidence, warnings = (
            span_mapping.map_evidence(evidence, unwrapped),
            span_mapping.map_warnings(warnings, unwrapped),
        )
    language = detect_language(clip.text)
    parsed = ParsedClip(
        name=name,
        sha256=sha256(data).hexdigest(),
        encoding=decoded.encoding,
        text=decoded.text,
        language=language.code,
        parser_version=PARSER_VERSION,
        segments=balance(decoded.text, entries),
        document=document,
        evidence=(*evidence, *language_evidence(language)),
        warnings=(*decoded.notes, *warnings),
    )
    return complete_evidence(leave_out_misprints(parsed))
