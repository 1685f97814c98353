"""Beside each imported field: how it was found, by which rule, how certain, and where in the clip."""

import pytest
from lxml import html

from articles.domain.articles import revisions
from articles.domain.imports import importer
from articles.models import Clip, Reading


def evidence_at(response, field):
    page = html.fromstring(response.content.decode())
    elements = page.xpath(f"//div[contains(@class, 'field-{field}')]//span[contains(@class, 'proof')]")
    return " ".join(elements[0].text_content().split()) if elements else ""


@pytest.fixture
def open_article(visit, editor, change_url):
    return lambda article: visit(editor).get(change_url(article))


def test_a_field_shows_its_method_rule_certainty_and_alternatives(imported, open_article):
    article = imported("003")
    spans = next(e["spans"] for e in article.reading.evidence if e["field"] == "kicker")
    evidence = {"field": "kicker", "how": "normalised", "rule": "glued_headline", "spans": spans, "confidence": 0.854}
    article.reading.evidence = [{**evidence, "alternatives": ["boilerplate", "<b>"]}]
    article.reading.save()

    response = open_article(article)

    assert evidence_at(response, "kicker") == (
        "bereinigt · klebte an der Überschrift · zu 85 % sicher · auch möglich: Beiwerk, <b> · Im Ausschnitt zeigen"
    )


def test_every_field_that_the_parser_filled_says_so(imported, open_article):
    response = open_article(imported("003"))

    for field in ("kicker", "headline", "lead", "body", "source"):
        assert evidence_at(response, field).endswith("Im Ausschnitt zeigen"), field


def test_a_provisional_headline_is_assumed(imported, open_article):
    assert evidence_at(open_article(imported("000")), "headline").startswith("angenommen · aus dem Text gewählt")


def test_a_field_that_an_editor_changed_is_marked_as_the_editors(imported, open_article, editor):
    article = imported("003")
    article.lead = "Von Hand."
    article.body = article.body.replace("<p>", "<p>Neu. ", 1)
    revisions.save(article, editor)

    response = open_article(article)

    assert (evidence_at(response, "lead"), evidence_at(response, "body")) == ("von der Redaktion", "von der Redaktion")
    assert evidence_at(response, "kicker").startswith("wörtlich")


def test_an_empty_field_has_no_evidence(imported, open_article):
    assert evidence_at(open_article(imported("003")), "subheadline") == ""


def test_a_value_from_the_upload_form_is_not_shown_as_the_clips(db, seed, open_article):
    defaults = importer.ImportDefaults(source="Der Anzeiger")

    response = open_article(importer.import_clip(seed("003"), "003.txt", defaults).article)

    assert evidence_at(response, "source") == "von der Redaktion"


def test_agencies_show_where_they_were_found(imported, open_article):
    page = html.fromstring(open_article(imported("004")).content.decode())

    evidence = " ".join(page.find_class("inline-proof")[0].text_content().split())
    assert evidence.startswith("bereinigt · steht im Kürzel am Textende")


def test_the_clip_lists_where_each_field_was_found(imported, visit, editor, change_url, page_text):
    text = page_text(visit(editor).get(change_url(imported("001").clip)))

    assert "Bild 11, Bildnachweis: wörtlich" in text
    assert "Agentur 1: bereinigt · steht im Kürzel am Textende" in text


@pytest.mark.parametrize(
    ("code", "params", "sentence"),
    [
        (
            "comment_count_differs",
            [["announced", 12], ["found", 9]],
            "Der Ausschnitt kündigt 12 Leserkommentare an; gefunden wurden 9.",
        ),
        ("comment_count_differs", [], "Der Ausschnitt kündigt eine andere Zahl von Leserkommentaren an"),
        ("unresolved", [["author", "<b>Ada</b>"]], "welcher Leserkommentar von <b>Ada</b> beantwortet wird."),
        ("encoding_assumed", [["encoding", "cp1252"]], "sie wurde als cp1252 gelesen."),
        (
            "encoding_damaged",
            [["encoding", "utf-8"], ["places", 3]],
            "Die Datei ist utf-8, aber beschädigt (Stellen: 3)",
        ),
        ("field_cut", [["field", "byline"]], "Das Feld „Autorenzeile“ wurde abgeschnitten"),
        ("differs", [["fields", ["lead", "agencies"]]], "nun anders gelesen: Vorspann, Agenturen."),
        ("garbled", [], "Einige Zeichen"),
        ("von_morgen", [["x", 1]], "A newer reader's words."),
    ],
)
def test_a_warning_is_shown_in_german_with_its_parameters(
    make_clip, visit, editor, change_url, page_text, code, params, sentence
):
    clip = make_clip()
    warning = {"code": code, "message": "A newer reader's words.", "spans": [], "params": params}
    Reading.objects.filter(clip=clip).update(warnings=[warning], warning_count=1)

    assert sentence in page_text(visit(editor).get(change_url(clip)))


def test_a_warning_of_the_parser_is_shown_with_its_parameters(db, visit, editor, change_url, page_text):
    text = "Stadt baut Turm\n\n" + "Der Bau beginnt bald, sagte sie am Tag. Danach wird gefeiert, wie immer.\n\n" * 4
    outcome = importer.import_clip((text + "Größe: 3 Männer").encode("cp1252"), "a.txt")

    assert "sie wurde als cp1252 gelesen." in page_text(visit(editor).get(change_url(outcome.clip)))


@pytest.fixture
def clip_with_two_readings(imported) -> Clip:
    """A clip with a second reading by a newer parser version, which has another lead."""
    clip = imported("003").clip
    old = clip.readings.get()
    Reading.objects.create(
        clip=clip,
        parser_version="99",
        segments=old.segments,
        fields={**old.fields, "lead": old.fields["lead"].replace("Putins", "Wladimir Putins")},
        evidence=old.evidence,
    )
    return clip


def test_the_newest_reading_is_shown_with_its_differences(clip_with_two_readings, visit, editor, change_url, page_text):
    page = html.fromstring(visit(editor).get(change_url(clip_with_two_readings)).content.decode())

    (row,) = page.xpath("//table[@class='differences']/tbody/tr")
    assert " ".join(row[0].text_content().split()) == "Vorspann"
    assert [e.text for e in row.iter("ins")] == ["Wladimir "]
    assert page.xpath("//ul[@class='readings']/li/strong")[0].text_content().startswith("Version 99")


def test_an_older_reading_can_be_viewed(clip_with_two_readings, visit, editor, change_url):
    older = clip_with_two_readings.readings.order_by("id").first()

    page = html.fromstring(
        visit(editor).get(f"{change_url(clip_with_two_readings)}?reading={older.pk}").content.decode()
    )

    assert (
        page.xpath("//ul[@class='readings']/li/strong")[0].text_content().startswith(f"Version {older.parser_version}")
    )
    assert page.find_class("reading-changes") == []


def test_the_repairs_of_a_field_are_listed(imported, open_article):
    article = imported("003")
    evidence = {"field": "kicker", "how": "normalised", "rule": "weighed", "spans": [[0, 4]], "confidence": 1.0}
    article.reading.evidence = [{**evidence, "alternatives": [], "repairs": ["mojibake", "soft_hyphen"]}]
    article.reading.save()

    assert evidence_at(open_article(article), "kicker").startswith(
        "bereinigt (verstümmelte Buchstaben, weiche Trennzeichen) · "
    )
