"""The features of a line that the parser's model has weighed are described to editors."""

import pytest
from django.utils import translation

from articles.admin.clips import feature_labels, provenance
from articles.domain.imports import explanations
from articles.models import Clip, Reading
from articles.parser.line_model.measures import MEASURES
from articles.parser.line_model.model import default_model
from articles.parser.pipeline import PARSER_VERSION

TEXT = (
    "Streit um die neue Brücke in der Innenstadt\n\n"
    "Die Anwohner wollen klagen, der Rat der Stadt stimmt im Mai über die Pläne ab.\n\n"
    "Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. "
    "Die Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land.\n\n"
    "Der Rat stimmt im Mai über die Pläne ab. Die Mehrheit dafür gilt als sicher, doch die Anwohner der neuen Zufahrt "
    "wollen klagen. Sie fürchten den Lärm und haben ein Gutachten über die Brücke bestellt.\n"
)


def make_reading(**values):
    return Reading(**{"parser_version": PARSER_VERSION, "evidence": EVIDENCE, **values})


EVIDENCE = [{"field": "headline", "how": "verbatim", "rule": "weighed", "confidence": 1.0, "spans": [[0, 43]]}]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_feature_of_the_model_has_a_label(language):
    names = [*default_model().names, *(f"m:{name}" for name in MEASURES)]
    with translation.override(language):
        unlabelled = [name for name in names if not str(feature_labels.describe_feature(name))]

    assert unlabelled == []


def test_no_feature_keeps_its_english_label_in_german():
    labels = [
        *feature_labels.SHAPE_LABELS.values(),
        *feature_labels.FEATURE_LABELS.values(),
        *(label for _pattern, label in (*feature_labels.FEATURE_FAMILIES, *feature_labels.MEASURE_LABELS)),
    ]
    with translation.override("de"):
        german_labels = [str(label) for label in labels]
    with translation.override("en"):
        assert [str(label) for label in labels if str(label) in german_labels] == []


def test_a_weighed_headline_lists_its_strongest_features():
    features = explanations.reasons(Clip(text=TEXT), make_reading())

    with translation.override("en"):
        ((_field, evidence),) = provenance.describe_evidence(make_reading(), [0], seen=features)

    assert evidence.rule.startswith("by the form and the place of the lines (")
    assert "=" not in evidence.rule
    assert str(evidence.rule).count(", ") <= feature_labels.MAX_REASONS


def test_each_reason_is_listed_once_and_only_the_strongest():
    with translation.override("en"):
        description = feature_labels.describe_features(["of=4s", "of=4", "^<s", "len=5", "end=a", "twices"])

    assert description == "nearly all of its words stand in the text, above it: the beginning of the clip, its length"


def test_a_rule_that_is_not_weighed_lists_no_features():
    stored = [{**EVIDENCE[0], "rule": "headline_at_the_top"}]

    with translation.override("en"):
        ((_field, evidence),) = provenance.describe_evidence(make_reading(evidence=stored), [0], seen={0: ("of=4s",)})
        assert str(evidence.rule) == "stands at the top"


@pytest.mark.parametrize(
    ("text", "version"),
    [(TEXT, "0.1"), (f"<!doctype html><p>{TEXT}", PARSER_VERSION), (TEXT * 200, PARSER_VERSION)],
    ids=["read by another version", "a page of HTML", "a very long clip"],
)
def test_a_text_that_was_parsed_otherwise_has_no_reasons(text, version):
    assert explanations.reasons(Clip(text=text), make_reading(parser_version=version)) == {}


def test_without_a_reading_there_are_no_reasons():
    assert explanations.reasons(Clip(text=TEXT), None) == {}
