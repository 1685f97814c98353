"""Sources and persons are found by the names that texts give them."""

from articles.domain.taxonomy import lookup
from articles.models import AuditEntry


def test_a_source_is_found_again_in_any_spelling(db):
    first = lookup.find_or_add_source("taz", "outlet")

    assert lookup.find_or_add_source("TAZ", "outlet") == first
    assert lookup.find_or_add_source("taz", "agency") != first


def test_what_a_text_adds_is_on_record_with_who_brought_the_text(editor):
    source, person = lookup.find_or_add_source("taz", "outlet", editor), lookup.find_or_add_person("Ada Bei", editor)

    assert lookup.find_or_add_person("Ada Bei") == person
    assert [(AuditEntry.objects.about(thing).get().verb, thing.slug) for thing in (source, person)] == [
        ("add", "taz"),
        ("add", "ada-bei"),
    ]
    assert set(AuditEntry.objects.values_list("by", flat=True)) == {editor.pk}
