"""Sources and persons are found by the names that texts give them."""

from articles.domain.taxonomy import lookup
from articles.models import AuditEntry


def test_a_source_is_found_in_any_case(db):
    first = lookup.find_or_add_source("taz", "outlet")

    assert lookup.find_or_add_source("TAZ", "outlet") == first
    assert lookup.find_or_add_source("taz", "agency") != first


def test_added_entries_are_audited_with_the_importing_user(editor):
    source, person = lookup.find_or_add_source("taz", "outlet", editor), lookup.find_or_add_person("Ada Bei", editor)

    assert lookup.find_or_add_person("Ada Bei") == person
    assert [(AuditEntry.objects.about(entry).get().verb, entry.slug) for entry in (source, person)] == [
        ("add", "taz"),
        ("add", "ada-bei"),
    ]
    assert set(AuditEntry.objects.values_list("by", flat=True)) == {editor.pk}
