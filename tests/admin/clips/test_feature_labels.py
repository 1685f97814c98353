"""What the reader's model saw in a line is told to editors in words."""

import json

import pytest
from django.utils import translation

from articles.admin.clips import feature_labels, provenance
from articles.domain.imports import explanations
from articles.models import Clip, Reading
from articles.parser.crf import WEIGHTS_PATH
from articles.parser.pipeline import PARSER_VERSION

TEXT = (
    "Streit um die neue Brücke in der Innenstadt\n\n"
    "Die Anwohner wollen klagen, der Rat der Stadt stimmt im Mai über die Pläne ab.\n\n"
    "Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. "
    "Die Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land.\n\n"
    "Der Rat stimmt im Mai über die Pläne ab. Die Mehrheit dafür gilt als sicher, doch die Anwohner der neuen Zufahrt "
    "wollen klagen. Sie fürchten den Lärm und haben ein Gutachten über die Brücke bestellt.\n"
)


def a_reading(**changed):
    return Reading(**{"parser_version": PARSER_VERSION, "evidence": PROOFS, **changed})


PROOFS = [{"field": "headline", "how": "verbatim", "rule": "weighed", "confidence": 1.0, "spans": [[0, 43]]}]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_feature_of_the_model_has_words(language):
    names = json.loads(WEIGHTS_PATH.read_text(encoding="utf-8"))["features"]
    with translation.override(language):
        without = [name for name in names if not str(feature_labels.describe_feature(name))]

    assert without == []


def test_no_feature_keeps_its_english_words_in_german():
    every = [
        *feature_labels.SHAPE_LABELS.values(),
        *feature_labels.FEATURE_LABELS.values(),
        *(words for _pattern, words in feature_labels.FEATURE_FAMILIES),
    ]
    with translation.override("de"):
        german = [str(words) for words in every]
    with translation.override("en"):
        assert [str(words) for words in every if str(words) in german] == []


def test_a_weighed_headline_says_what_spoke_most_for_it():
    seen = explanations.reasons(Clip(text=TEXT), a_reading())

    with translation.override("en"):
        ((_field, told),) = provenance.describe_evidence(a_reading(), [0], seen=seen)

    assert told.rule.startswith("by the form and the place of the lines (")
    assert "=" not in told.rule
    assert str(told.rule).count(", ") <= feature_labels.MAX_REASONS


def test_each_reason_is_told_once_and_only_the_weightiest():
    with translation.override("en"):
        said = feature_labels.describe_features(["of=4s", "of=4", "^<s", "len=5", "end=a", "twices"])

    assert said == "nearly all of its words stand in the text, above it: the beginning of the clip, its length"


def test_a_rule_of_its_own_needs_no_features():
    told = [{**PROOFS[0], "rule": "headline_at_the_top"}]

    with translation.override("en"):
        ((_field, one),) = provenance.describe_evidence(a_reading(evidence=told), [0], seen={0: ("of=4s",)})
        assert str(one.rule) == "stands at the top"


@pytest.mark.parametrize(
    ("text", "version"),
    [(TEXT, "0.1"), (f"<!doctype html><p>{TEXT}", PARSER_VERSION), (TEXT * 200, PARSER_VERSION)],
    ids=["read by another reader", "a page of HTML", "a very long clip"],
)
def test_no_reasons_are_made_up_for_what_was_read_otherwise(text, version):
    assert explanations.reasons(Clip(text=text), a_reading(parser_version=version)) == {}


def test_without_a_reading_there_are_no_reasons():
    assert explanations.reasons(Clip(text=TEXT), None) == {}
