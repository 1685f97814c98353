"""What somebody typed is never taken for something that a machine put into the form."""

import pytest

from articles.formats import unsent_form

TYPED = [
    "[1] Das stimmt nicht, siehe [2]",
    "[das ist mein Kommentar]",
    '{"a": 1} ist falsch, weil [x]',
    "👍👍",
    "…!?",
    "1, 2, 3",
]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("name", ["text", "note", "reason", "headline", "explanation"])
def test_whatever_stands_in_a_field_that_people_fill_in_comes_back_to_be_seen(name: str, text: str) -> None:
    fields = unsent_form.describe([(name, text), ("token", "abc"), ("picture_uses", "[1]")], "/comments/")

    assert [field.value for field in unsent_form.typed(fields)] == [text]
    assert [field.value for field in fields] == [text, "abc", "[1]"]


def test_what_goes_along_through_the_log_in_stays_there_when_that_has_to_be_repeated() -> None:
    carried = unsent_form.as_json(unsent_form.describe([("note", "Bitte prüfen.")], "/admin/"), "/admin/")

    fields = unsent_form.describe(
        [("username", "ada"), ("password", "secret"), (unsent_form.CARRIED_FIELD, carried)], "/admin/login/"
    )

    assert {field.name: field.value for field in fields} == {"username": "ada", "unsent": carried}
    assert unsent_form.from_json(fields[1].value) == ("/admin/", [("note", "Bitte prüfen.")])
    assert unsent_form.CARRIED_FIELD in {field.name for field in unsent_form.typed(fields)}


def test_the_empty_row_of_a_formset_is_sent_again_and_shown_to_nobody() -> None:
    fields = unsent_form.describe([("lines-__prefix__-part", "origin"), ("lines-0-part", "quelle")], "/admin/")

    assert [field.name for field in fields] == ["lines-__prefix__-part", "lines-0-part"]
    assert [field.name for field in unsent_form.typed(fields)] == ["lines-0-part"]
