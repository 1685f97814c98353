"""Rows that are inserted many at a time."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, models
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from articles.models import Article, Clip, Fingerprint, Image, Reading, SearchEntry, Source
from articles.models.fields.bulk_insert import COPIED_AT_ONCE, insert, insert_with_history

pytestmark = pytest.mark.django_db
UNTOLD = {"id", "history_id", "history_date", "created_at", "updated_at", "received_at", "read_at", "sha256"}


def columns(row: models.Model) -> dict[str, object]:
    stored = type(row)._base_manager.get(pk=row.pk)
    return {f.attname: f.value_from_object(stored) for f in row._meta.concrete_fields if f.attname not in UNTOLD}


def clip(number: int, **values: object) -> Clip:
    return Clip(sha256=f"{number:064}", size=3, encoding="utf-8", data=b"\x00\xffa", text="a", **values)


def article(number: int) -> Article:
    return Article(
        headline=f"Rat {number} <&>",
        lead=_("draft"),
        body=f"<p>Text {number}<script>x</script> & mehr</p><div>Ende",
        state=Article.State.DRAFT,
        headline_is_provisional=bool(number % 2),
        comment_days=number % 3 or None,
        issued_on=date(2024, 2, 29) if number % 2 else None,
        issued_precision="day" if number % 2 else "",
    )


def image(number: int) -> Image:
    return Image(kind="photo", caption=f"Bild {number}", rights_until=date(2030, 1, 1) if number % 2 else None)


def reading(number: int) -> Reading:
    of = clip(number, source=Source.objects.get_or_create(name="Muldenauer Bote", slug="bote", kind="outlet")[0])
    of.save()
    return Reading(clip=of, parser_version="1", segments=[{"start": 0, "ä": [1.5, None, True]}], fields=None, said=[])


@pytest.mark.parametrize("make", [article, image, reading, lambda n: clip(n, url="https://example.org/ä")])
def test_what_is_inserted_is_what_django_would_store(make):
    model = type(make(0))
    rows = insert(make(n) for n in range(1, 61))
    inserted = [columns(row) for row in rows]
    assert [row.pk for row in rows] == sorted({row.pk for row in rows})
    assert not any(row._state.adding for row in rows)
    for other in (Reading, Clip, Article, Image):
        other._base_manager.all().delete()

    usual = [columns(row) for row in model._base_manager.bulk_create([make(n) for n in range(1, 61)])]

    assert [{**row, "clip_id": 0} for row in inserted] == [{**row, "clip_id": 0} for row in usual]


@pytest.mark.parametrize("make", [article, image])
@pytest.mark.parametrize("count", [1, 2, COPIED_AT_ONCE + 1])
def test_each_row_gets_the_first_revision_that_the_library_would_store(make, count):
    by = User.objects.create(username="erika")
    rows = insert_with_history((make(n) for n in range(count)), "eingelesen", by)
    usual = bulk_create_with_history(
        [make(n) for n in range(count)], type(rows[0]), default_user=by, default_change_reason="eingelesen"
    )

    revisions, others = ([columns(row.history.get()) for row in (these[0], these[-1])] for these in (rows, usual))

    assert type(rows[0]).history.count() == 2 * count
    assert revisions == others


def test_rows_whose_key_is_known_keep_it():
    of = Article.objects.create(headline="Rat")
    with_print = clip(1)
    with_print.save()

    insert([SearchEntry(article=of, language="de", digest="x", terms=(["1rat"], ["adrat"]))])
    insert([Fingerprint(clip=with_print, sketch=b"\x01", likeness=0.5)])

    assert SearchEntry.objects.get().pk == of.pk
    assert Fingerprint.objects.get().pk == with_print.pk
    assert insert([]) == insert_with_history([], "") == []


def test_a_row_that_breaks_a_rule_of_the_database_is_refused():
    with pytest.raises(IntegrityError):
        insert([clip(1), clip(1)])
