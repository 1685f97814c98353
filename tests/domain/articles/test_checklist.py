"""The checklist before publishing."""

import pytest
from django.core.exceptions import PermissionDenied

from articles.domain import errors
from articles.domain.articles import checklist, publishing, revisions
from articles.domain.imports import warnings
from articles.models import AuditEntry


@pytest.fixture
def draft(make_article):
    return make_article(state="draft", headline="Brücke gesperrt", body="<p>Die Brücke ist zu.</p>")


def codes(article):
    return [gate.code for gate in checklist.checklist(article)]


@pytest.mark.parametrize("address", ["/articles/gibt-es-nicht/", "/nirgends/", "http://news.example/articles/weg/"])
def test_a_link_to_no_page_of_the_site_is_named_at_the_text(draft, settings, address):
    settings.SITE_URL = "http://news.example"
    draft.body = f'<p>Wie <a href="{address}">berichtet</a>.</p>'
    revisions.save(draft, None)

    gate = checklist.checklist(draft)[0]

    assert (gate.code, gate.field, gate.blocks) == ("dead_link", "body", True)
    assert address in gate.message


def test_internal_and_external_links_are_accepted(draft, make_article):
    other = make_article(slug="bruecke-offen")
    targets = [other.get_absolute_url(), "https://elsewhere.example/articles/weg/", "mailto:a@b.example", "/", "#unten"]
    draft.body = "".join(f'<p><a href="{target}">dort</a></p>' for target in targets)
    revisions.save(draft, None)

    assert draft.body.count("<a href=") == len(targets)
    assert codes(draft) == []


def test_a_link_to_a_withdrawn_article_is_dead(draft, make_article):
    withdrawn = make_article(state="withdrawn")
    draft.body = f'<p><a href="{withdrawn.get_absolute_url()}">dort</a></p>'
    revisions.save(draft, None)

    assert codes(draft) == ["dead_link"]


def test_a_clip_without_an_outlet_and_with_warnings_is_named(draft, make_clip):
    draft.clip, draft.source = make_clip(right="full"), None
    draft.reading = draft.clip.readings.get()
    draft.reading.warnings = [{"code": "garbled", "message": "", "spans": []}, {"code": "unproven", "message": ""}]
    draft.reading.warning_count = 2

    assert [(g.code, g.blocks) for g in checklist.checklist(draft)] == [("no_source", False), ("clip_warnings", False)]


def test_an_acknowledged_warning_is_no_open_point(draft, make_clip, reporter):
    draft.clip = make_clip(right="full")
    reading_warnings = [{"code": code, "message": "", "spans": []} for code in ("garbled", "unproven")]
    draft.clip.readings.update(warnings=reading_warnings, warning_count=2)

    for number, remaining in ((0, 1), (1, 0)):
        draft.reading = warnings.acknowledge(draft.clip.readings.get(), number, reporter)
        assert draft.reading.warning_count == remaining

    assert codes(draft) == []
    assert [e.verb for e in AuditEntry.objects.about(draft.clip)] == ["acknowledge", "acknowledge"]
    draft.reading = warnings.acknowledge(draft.reading, 0, reporter, seen=False)
    assert codes(draft) == ["clip_warnings"]


def test_a_checked_headline_settles_the_warning_that_it_was_provisional(draft, make_clip):
    draft.clip = make_clip(right="full")
    reading_warnings = [{"code": "headline_provisional", "message": "", "spans": []}]
    draft.clip.readings.update(warnings=reading_warnings, warning_count=1)
    draft.reading = draft.clip.readings.get()

    assert codes(draft) == []
    draft.headline_is_provisional = True
    assert "clip_warnings" in codes(draft)


def test_a_missing_warning_cannot_be_acknowledged(make_clip, reporter, moderator):
    reading = make_clip().readings.get()

    with pytest.raises(errors.Refused):
        warnings.acknowledge(reading, 0, reporter)
    with pytest.raises(PermissionDenied):
        warnings.acknowledge(reading, 0, moderator)


def test_which_points_block_is_a_setting(draft, editor, settings):
    draft.lead = "Sehr lang. " * 60
    draft.headline_is_provisional = True
    revisions.save(draft, None)
    settings.CHECKS_THAT_BLOCK = {"lead_too_long"}

    with pytest.raises(errors.Refused) as refused:
        publishing.publish(draft, by=editor)

    assert [g.code for g in refused.value.gates] == ["lead_too_long"]


def test_a_missing_right_blocks_whatever_is_configured(draft, editor, outlet, settings):
    outlet.right = "unclear"
    outlet.save()
    settings.CHECKS_THAT_BLOCK = set()

    with pytest.raises(errors.Refused):
        publishing.publish(draft, by=editor, override_reason="trotzdem")
