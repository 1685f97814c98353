"""Says where a field came from: how it was got, by which rule, how sure, what else was in question."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.base import field_labels
from articles.admin.clips import feature_labels
from articles.formats import field_evidence
from articles.formats.clip_roles import ROLES
from articles.models import Reading

METHOD_LABELS: dict[str, str | Promise] = {
    "verbatim": _("verbatim"),
    "normalised": _("cleaned up"),
    "rule": _("by a rule"),
    "assumed": _("assumed"),
    "editor": _("by the desk"),
}
RULE_LABELS: dict[str, str | Promise] = {  # by the reader's names; a test walks them all
    "weighed": _("by the form and the place of the lines"),
    "agency_line": _("the line in which an agency signs its report"),
    # headline, kicker, lead
    "above_headline": _("stands above the headline, among what belongs to the page"),
    "below_headline": _("stands below the headline, which is further up"),
    "far_from_text": _("stands far from the text, and another headline nearer"),
    "first_line": _("the first line, and nothing better above the text"),
    "glued_headline": _("was glued to the headline"),
    "headline_above_picture": _("stands above the picture that opens the article"),
    "headline_above_text": _("stands above the text"),
    "headline_at_the_top": _("stands at the top"),
    "headline_below_kicker": _("stands below a kicker"),
    "headline_nearer_to_the_text": _("stands nearer to the text than another"),
    "kicker_above_headline": _("a short line right above the headline"),
    "headline_above_lead": _("stands above what opens the text"),
    "headline_on_the_matter": _("has the words of the text, which the line below it has not"),
    "kicker_and_dash": _("stands before the headline, with a dash, a bar or a colon between"),
    "kicker_before_headline": _("stands before the headline, and what follows begins anew"),
    "kicker_once_more": _("stands in a line of its own above, and again before the headline"),
    "subheading_opens_text": _("stands above all text like a subheading"),
    "no_headline": _("a credit, an author, a date or a section, and no headline"),
    "off_the_matter": _("has none of the words of the text, and a line above it has"),
    "provisional_headline": _("chosen from the text, because the clip has none"),
    "right_above_text": _("stands right above the text"),
    "lead_opens_text": _("opens the text, set off from it"),
    "below_lead": _("stands below the lead, as the text does"),
    "long_opening": _("opens the text, but is as long as its paragraphs"),
    "language_script": _("by the script of its letters"),
    "language_words": _("by its most frequent words"),
    # who, where, when
    "byline": _("stands in the byline"),
    "byline_behind_lead": _("stands behind the lead"),
    "byline_of_nobody": _("stands where authors do, but names nobody"),
    "byline_form": _("has the form of a byline"),
    "name_in_head": _("a name at the head of the text"),
    "portrait": _("the paper's portrait of an author"),
    "byline_goes_on": _("a further name below the author"),
    "name_above_function": _("a name above what its owner does"),
    "name_with_function": _("a name with what its owner does"),
    "function_below_name": _("says what the author does"),
    "date_line": _("a line with a date"),
    "date_prefix": _("stands before the text"),
    "dateline": _("has the form of a dateline"),
    "domain": _("from the page's address"),
    "title": _("from the page's title"),
    "canonical": _("from the page's address"),
    "signoff": _("stands in the sign-off"),
    "signoff_line": _("stands in the sign-off"),
    "note_editors_note": _("has the form of a note"),
    # pictures
    "alternative_above_caption": _("tells the same as the caption below it"),
    "caption_above_credit": _("stands above a credit"),
    "caption_behind_credit": _("stands behind a credit"),
    "caption_with_credit": _("stands with a credit"),
    "credit": _("has the form of a credit"),
    "credit_line": _("has the form of a credit"),
    "picture_label": _("stands at a picture's label"),
    "repeated_below_picture": _("stands again below a picture"),
    "repeated_caption": _("stands in the clip twice"),
    # the text
    "below_island": _("stands right above the article, below the menus"),
    "dated_teaser": _("a text with nothing but a date below it, behind the article"),
    "only_text": _("the only text below the headline"),
    "ticker_entry": _("has the time before it, as the entries of a ticker do"),
    "island_above": _("stands among the menus, far above the article"),
    "log_lines": _("begins as the lines of a log do"),
    "mostly_sentences": _("whole sentences, in a page of few"),
    "pull_quote": _("a quotation that the text has as well"),
    "quoted_person": _("the name at a quotation set apart"),
    "question_in_the_text": _("a question between the paragraphs"),
    "repeated_text": _("the page has this text twice"),
    "subheading_without_text": _("a heading with nothing of the text below it"),
    "other_articles": _("stands below a heading of other articles"),
    "authors_note": _("tells who the author is"),
    "teasers_at_the_end": _("a row of headlines behind the text"),
    "sentences_in_the_text": _("sentences between the paragraphs"),
    "list_item": _("an item of a list"),
    "above_list": _("stands above a list"),
    "below_list": _("stands below a list"),
    "above_ticker": _("stands above the entries of a ticker"),
    "interview_turn": _("somebody speaks in an interview"),
    "interview_question": _("a question of an interview"),
    "interview_answer": _("stands below a question of an interview"),
    "verse": _("a line of verse"),
    "above_verse": _("stands above verse"),
    "below_verse": _("stands below verse"),
    "definition": _("a term, or what is said of it"),
    "below_definitions": _("stands below a list of terms"),
    "footnote": _("a note to which the text refers"),
    "refers_to_footnote": _("ends with the mark of a note below the text"),
    "above_footnotes": _("the heading of the notes"),
    "uncertain": _("may be text or not: an editor shall decide"),
    "uncertain_tail": _("a line below the text that may be text or not"),
    "uncertain_between": _("a sentence between the paragraphs that may be text or not"),
    # readers' comments
    "comment_head": _("stands above the comment"),
    "comments": _("stands below the heading of the comments"),
    "indent": _("by indentation"),
    "quoted_parent": _("quoted by who answers"),
    "reply_address": _("named by who answers"),
    # of earlier versions, whose readings are kept
    "torn_paragraph": _("a paragraph that was torn apart"),
    "caption_once_more": _("stands twice, once with a credit"),
    "alternative_below_headline": _("tells what is seen, between the headline and the text"),
    "caption_without_credit": _("looks like a caption, but no credit is near"),
    "caption_without_picture": _("looks like a caption, but no picture belongs to it"),
    "source_below_text": _("tells below the text where it comes from"),
    "subheading_in_the_text": _("a short line between the paragraphs"),
    "last_sentence": _("a short sentence that ends the text"),
    "below_text": _("stands below the end of the text"),
    "sentences_together": _("sentences that belong to what stands round them"),
    "text_beyond_interruptions": _("the text goes on behind an interruption"),
    "text_goes_on": _("the text goes on behind it"),
}

FORMAT_LABELS: dict[str, str | Promise] = {  # of what a file's format says of a stretch
    "format:markup": _("belongs to the file's format"),
    "format:body": _("the text, as the file's format says"),
    "format:header": _("the head of the file"),
    "format:child": _("a file in the file, with a clip of its own"),
    "format:not_public": _("not for publication, as the file says"),
    "format:attachment": _("a file that belongs to the text"),
    "format:greeting": _("the salutation, or a word with what is passed on"),
    "format:end": _("ends the report"),
    "format:slug": _("the keywords of the report"),
    "format:event": _("tells the kind of report"),
    "format:editors_note": _("a hint for editors"),
    "format:note_block": _("the agency's notes on the report"),
    "format:sent": _("the time at which it was sent"),
    "format:quoted": _("an earlier mail that is quoted"),
    "format:seal": _("the seal that signs the mail; it was not checked"),
    "format:lock": _("an encrypted part"),
    "format:signature": _("the sender's signature"),
    "format:other_part": _("another form of the same text"),
    "format:field": _("a field of the file"),
    "format:embargo": _("the end of the embargo"),
    "format:picture": _("tells of a picture, as the file says"),
    "format:comment": _("a reader's comment, as the file says"),
    "format:archive": _("added by who saved the page"),
    "format:title": _("the title, as the document says"),
    "format:quotation": _("a quotation, as the document says"),
    "format:footnote": _("a note of the text"),
    "format:hidden": _("hidden text, which the document does not print"),
    "format:deleted": _("text that is marked as deleted"),
    "format:inserted": _("text that is marked as inserted; it is printed"),
    "format:annotation": _("a comment on the document"),
    "format:running_head": _("the head or foot of the pages"),
    "format:properties": _("the properties of the document"),
}

REPAIR_LABELS: dict[str, str | Promise] = {  # by the reader's names
    "mojibake": _("garbled letters"),
    "soft_hyphen": _("soft hyphens"),
    "zero_width": _("invisible characters"),
    "not_for_readers": _("words for screen readers and left-over tags"),
    "direction_mark": _("direction marks"),
    "control_character": _("control characters"),
    "blank": _("special blanks"),
    "composed": _("decomposed letters"),
}
NO_FEATURES: Mapping[int, Sequence[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EvidenceLabel:
    """One proof in words; `start` names the stretch of the clip that shows it (None where there is none)."""

    label: str | Promise
    how: str | Promise
    code: str
    rule: str | Promise
    sure: str
    alternatives: str
    start: int | None


def describe_rule(rule: str) -> str | Promise:
    """The description of a rule; empty where there is none."""
    if rule.startswith(("json-ld", "meta")):
        return gettext("from the page's metadata (%(rule)s)") % {"rule": rule}
    if rule in FORMAT_LABELS:
        return FORMAT_LABELS[rule]
    if rule.startswith("format:"):
        return gettext("said by the file's format (%(rule)s)") % {"rule": rule.removeprefix("format:")}
    if rule.startswith("note_"):
        return RULE_LABELS["note_editors_note"]
    if rule.startswith("phrase:"):
        return _("has a phrase of the lists")
    return RULE_LABELS.get(rule) or (_("marked so in the page") if rule.startswith("html") else "")


def describe_evidence(
    reading: Reading | None,
    starts: Sequence[int],
    edited: Collection[str] = (),
    without: Iterable[str] = (),
    seen: Mapping[int, Sequence[str]] = NO_FEATURES,
) -> list[tuple[str, EvidenceLabel]]:
    """The proofs of a reading in words, each with its field's path; `starts` are those of the stretches shown.

    `seen` names the features that spoke most for lines that were weighed, by the lines' first characters.
    """
    left_out = set(without)
    return [
        (p.field, _describe(p, starts, seen))
        for p in field_evidence.field_evidence(reading, edited)
        if p.whole not in left_out
    ]


def by_field(proofs: Iterable[tuple[str, EvidenceLabel]]) -> dict[str, EvidenceLabel]:
    """The first proof of each field of the article."""
    first_of_field: dict[str, EvidenceLabel] = {}
    for path, label in proofs:
        first_of_field.setdefault(path.partition(".")[0], label)
    return first_of_field


def _describe(
    proof: field_evidence.FieldEvidence, starts: Sequence[int], seen: Mapping[int, Sequence[str]]
) -> EvidenceLabel:
    is_caption = proof.field.endswith(".caption") and proof.rule in {"credit", "credit_line"}
    return EvidenceLabel(
        field_labels.label_of_path(proof.field),
        _describe_method(proof),
        proof.how,
        _with_reasons(describe_rule("caption_with_credit" if is_caption else proof.rule), proof, seen),
        _describe_confidence(proof.confidence) if proof.how != "assumed" else "",
        ", ".join(str(_alternative(word)) for word in proof.alternatives),
        _stretch_at(proof.spans[0][0], starts) if proof.spans else None,
    )


def _with_reasons(
    rule: str | Promise, proof: field_evidence.FieldEvidence, seen: Mapping[int, Sequence[str]]
) -> str | Promise:
    """The description of a rule; of a weighed line with the features that weighed most."""
    if proof.rule != "weighed" or len(proof.spans) != 1:
        return rule
    reasons = feature_labels.describe_features(seen.get(proof.spans[0][0], ()))
    return gettext("%(rule)s (%(reasons)s)") % {"rule": rule, "reasons": reasons} if reasons else rule


def _describe_method(proof: field_evidence.FieldEvidence) -> str | Promise:
    """How it was got; of what was cleaned up, what that was."""
    how = METHOD_LABELS.get(proof.how, proof.how)
    if not proof.repairs:
        return how
    repairs = ", ".join(str(REPAIR_LABELS.get(repair, repair)) for repair in proof.repairs)
    return gettext("%(how)s (%(what)s)") % {"how": how, "what": repairs}


def _describe_confidence(confidence: float | None) -> str:
    if confidence is None:
        return ""
    return gettext("%(percent)s sure") % {"percent": f"{round(confidence * 100)} %"}


def _alternative(word: str) -> Any:
    return ROLES[word][1] if word in ROLES else word


def _stretch_at(offset: int, starts: Sequence[int]) -> int | None:
    index = bisect_right(starts, offset)
    return starts[index - 1] if index else None
