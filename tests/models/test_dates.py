"""A date is as exact as it is known, and of an age in which it can be right."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.models import Article
from articles.models.fields.partial_date import MAX_YEARS_AHEAD, DateOutOfRange, check, parse_period

THIS = timezone.localdate().year


@pytest.mark.parametrize("text", ["1600", "1848-03", "2024-06-19", str(THIS + 1)])
def test_a_newspaper_may_be_old_or_of_next_year(text):
    assert parse_period(text)[0].isoformat().startswith(text)


@pytest.mark.parametrize("text", ["0001", "1599-12-31", str(THIS + 2), "9999-12"])
def test_a_date_on_which_nothing_was_printed_is_refused_in_words(text):
    with pytest.raises(DateOutOfRange) as refusal:
        parse_period(text)

    assert str(refusal.value).startswith(f"Erschienen am (Original): {text}")
    assert str(refusal.value).endswith(f"kann nicht stimmen. Möglich sind die Jahre 1600 bis {THIS + 1}.")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("issued_on", 1600, 2199),
        *((name, 1900, THIS + MAX_YEARS_AHEAD) for name in ("publish_at", "embargo_until", "due_at")),
    ],
)
def test_each_column_has_its_years(name, first, last):
    def of(year):
        day = date(year, 6, 1)
        return Article(**{name: day if name == "issued_on" else datetime(year, 6, 1, tzinfo=UTC)})

    for year in (first, last):
        check(of(year), {name})
    for year in (1, first - 1, last + 1, 9999):
        with pytest.raises(ValidationError) as refusal:
            check(of(year), {name})
        assert f": {year:04d}-06-01 kann nicht stimmen." in refusal.value.message_dict[name][0]
        assert refusal.value.error_dict[name][0].code == "out_of_bounds"
