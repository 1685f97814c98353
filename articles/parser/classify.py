"""Labels every line of a clip with its role: features, the CRF model, then the rules on neighbouring lines."""

from dataclasses import dataclass
from functools import lru_cache

from articles.parser import features
from articles.parser.clip_text import ClipText
from articles.parser.line_labels import Label, LabelledLine
from articles.parser.line_model.measures import measure_lines
from articles.parser.line_model.model import LineInput, LineModel, Prediction, default_model
from articles.parser.line_model.states import ROLES
from articles.parser.normalization import INVISIBLE, normalise_line
from articles.parser.patterns.agency_line import parse_agency_line
from articles.parser.patterns.credit import find_credit
from articles.parser.patterns.note import is_embargo
from articles.parser.roles import Role
from articles.parser.rules import headline, sequence
from articles.parser.traits import Traits
from articles.text.lines import TextLine

CLOSING_MARKS = "“”\"»«’'‘)"
END_MARKS = (".", "!", "?", "…")
MIN_SENTENCE_CHARS = 60  # of a line with an end mark that is text


@dataclass(frozen=True, slots=True)
class PreparedLines:
    """The lines that the model labels, their traits, what the model is told of them, and the lines set aside."""

    lines: list[TextLine]
    traits: list[Traits]
    model_input: LineInput
    aside: dict[TextLine, str]  # line → the rule that set it aside
    first: int  # the line at which the densest stretch of text begins


def label_lines(clip: ClipText, model: LineModel | None = None) -> list[LabelledLine]:
    """Label each line of the article, in order; the comments below it are left out."""
    return label_prepared(prepare_lines(clip), model or default_model())


def label_prepared(prepared: PreparedLines, model: LineModel) -> list[LabelledLine]:
    """Label the lines of a clip that has been prepared, in order, with those that were set aside."""
    predictions = model.predict(prepared.model_input)
    labelled = list(map(_labelled_line, prepared.lines, prepared.traits, predictions))
    sequence.apply_rules(labelled)
    if not prepared.aside:
        return labelled
    labelled += [
        LabelledLine(line, Label(Role.BOILERPLATE, rule), traits)
        for (line, rule), traits in zip(
            prepared.aside.items(), features.describe_lines(list(prepared.aside)), strict=True
        )
    ]
    return sorted(labelled, key=lambda line: line.text_line.start)


def prepare_lines(clip: ClipText) -> PreparedLines:
    """Describe the lines of the article for the model.

    Embargo notes, the agency's line below the text and lines of invisible characters are set aside first:
    the lines around them are labelled as if they were not there.
    """
    lines: list[TextLine] = []
    aside: dict[TextLine, str] = {}
    unseen = 0
    signed = _agency_signature(clip.article)
    for line in clip.article:
        if line.words[0] in INVISIBLE and not line.words.strip(INVISIBLE):
            aside[line] = "invisible"
            unseen += 1 + line.gap
        elif is_embargo(line.words):
            aside[line] = "embargo"
        elif line is signed:
            aside[line] = "agency_line"
        else:
            line.gap, unseen = line.gap + unseen, 0
            lines.append(line)
    normal = [normalise_line(line) for line in lines]
    traits = features.describe_lines(normal)
    excluded = [headline.impossible_states(line.words, own) for line, own in zip(lines, traits, strict=True)]
    first, last = features.densest_stretch(traits)
    measures = measure_lines(normal, first, last)
    return PreparedLines(
        lines, traits, LineInput([own.features + own.vocabulary for own in traits], measures, excluded), aside, first
    )


def _agency_signature(lines: list[TextLine]) -> TextLine | None:
    """The agency's line right below the text, or None; below a picture such a line is a credit."""
    for number in range(len(lines) - 1, 0, -1):
        line, above = lines[number], lines[number - 1]
        if parse_agency_line(line.words):
            words = above.words.rstrip(CLOSING_MARKS)
            block = line.gap == 0 and above.gap > 0
            twice = any(other.words == line.words for other in lines[:number])
            is_signature = (
                words[-1:] in END_MARKS and not block and not twice and not headline.is_picture_label(above.words)
            )
            return line if is_signature and find_credit(above.words) is None else None
        if len(line.words) >= MIN_SENTENCE_CHARS and line.words.rstrip(CLOSING_MARKS)[-1:] in END_MARKS:
            return None
    return None


def _labelled_line(line: TextLine, traits: Traits, prediction: Prediction) -> LabelledLine:
    role = ROLES[prediction.state[0]]
    if role is Role.BOILERPLATE and traits.phrase:
        rule = f"phrase:{traits.phrase.list_name}"
    elif role in (Role.CAPTION, Role.CREDIT) and traits.credit:
        rule = "credit"
    else:
        rule = "weighed"
    alternatives = _roles(role, prediction.alternatives)
    return LabelledLine(line, Label(role, rule, prediction.confidence, alternatives, prediction.text), traits)


@lru_cache(maxsize=4096)
def _roles(chosen: Role, states: tuple[str, ...]) -> tuple[Role, ...]:
    roles = dict.fromkeys(ROLES[state[0]] for state in states)
    return tuple(role for role in roles if role is not chosen)
