import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.parser.normalization import normalise


def mangled(text: str) -> str:
    """UTF-8 read as cp1252, the way browsers and mailers do it."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    ("raw", "text", "rules"),
    [
        ("  Ein Satz,\n  der über zwei Zeilen geht. ", "Ein Satz, der über zwei Zeilen geht.", ()),
        ("Donau\u00addampf\u00adschiff", "Donaudampfschiff", ("soft_hyphen",)),
        ("Null\u200bbreite\ufeff", "Nullbreite", ("zero_width",)),
        ("20\u00a0Euro und 5\u202fProzent", "20 Euro und 5 Prozent", ("blank",)),
        ("Ko\u0308ln", "Köln", ("composed",)),
        ("Text\u202egespiegelt\u202c", "Textgespiegelt", ("direction_mark",)),
        ("ab\x07c", "abc", ("control_character",)),
        (mangled("Die Größe der „Übung“ – 5 € für Žižek"), "Die Größe der „Übung“ – 5 € für Žižek", ("mojibake",)),
        (mangled(mangled("Größe „x“")), "Größe „x“", ("mojibake",)),
        (mangled("Президент"), "Президент", ("mojibake",)),
    ],
)
def test_what_cannot_be_seen_goes_and_what_was_garbled_is_set_right(raw, text, rules):
    normalised = normalise(raw)

    assert (normalised.text, normalised.rules, normalised.garbled) == (text, rules, False)


@pytest.mark.parametrize(
    "text",
    ["Auf dem „MENÜ“ steht „Å“.", "SÃO PAULO und Ângela", "می‌خواهم", "Übergrößenträger", "die Note „Ä“", "5 €–10 €"],
)
def test_letters_that_only_look_garbled_stay(text):
    assert normalise(text).text == text


def test_what_cannot_be_repaired_is_left_and_flagged():
    normalised = normalise("FrÃ¼h und sp� dran")

    assert normalised.text == "Früh und sp� dran"
    assert normalised.garbled


@example("Â\x1f¡")  # taking out the control character makes a mangled letter
@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text).text

    assert normalise(once).text == once
