"""Kills, corrections and new versions of agencies' texts raise tasks on the articles made from the earlier ones."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles.domain import errors
from articles.domain.articles import publishing
from articles.domain.imports import agency_texts, importer, reread
from articles.models import AgencyTask, Article, AuditEntry, Clip, Reading, TextIdentifier
from articles.parser import pipeline
from articles.parser.identifiers import Identifier, TextIdentifiers, guid
from tests.access import create_user

BODY = """Musterstadt (dpa/lhe) - Nach dem Brand in einer Lagerhalle am Hafen von Musterstadt haben die Ermittler mit der Suche nach der
Ursache begonnen. Das teilte die Polizei mit.

Verletzt wurde niemand. Den Schaden schätzt die Feuerwehr auf rund 250 000 Euro. Etwa 80 Kräfte waren im Einsatz.

Die Halle gehört einer Spedition. Ob sie abgerissen werden muss, soll ein Gutachter bis Freitag klären.
"""  # noqa: E501


def report(
    number="bdt0173", code="0525", events="", headline="Brand in Musterstadt: Suche nach Ursache", day="19", **more
):
    """An agency's report as it is transmitted."""
    slug, body = more.get("slug", "Brände/Hessen/"), more.get("body", BODY)
    head = f"{number} 3 vm 148  dpa {code}\n\n{slug}\n" + (f"{events}\n" if events else "")
    return f"{head}{headline}\nVon Erika Beispiel, dpa =\n\n{body}\ndpa beb yyhe n1 mmu\n\n{day}1114 Jun 24\n"


KILL_HEAD = "bdt0201 3 vm 40  dpa 0601\n\nBrände/Hessen/\nKILL\ndpa zieht zurück =\n\nMusterstadt (dpa) - "
KILL_END = " Der Inhalt trifft nicht zu.\n\nWir bitten um Entschuldigung.\n\n191314 Jun 24\n"
KILLS = {
    "number": f"{KILL_HEAD}Bitte verwenden Sie die Meldung dpa 0525 vom 19. Juni nicht.{KILL_END}",
    "headline": f"{KILL_HEAD}Wir ziehen «Brand in Musterstadt: Suche nach Ursache» zurück.{KILL_END}",
    "words": "dpa zieht zurück: Brand in Musterstadt: Suche nach Ursache\n\nSie ist falsch.\n\nBitte nicht verwenden.",
}


def send(text, name="a.txt", publish=False):
    outcome = importer.import_clip(text.encode(), name, importer.ImportDefaults(right="full"), None, "Probe" * publish)
    assert outcome.status == "new", outcome.sentence
    return outcome


def tasks():
    return [(t.kind, t.matched_by, t.article_id) for t in AgencyTask.objects.order_by("id")]


@pytest.mark.parametrize("kill", KILLS)
@pytest.mark.parametrize("kill_first", [False, True])
def test_a_kill_raises_a_task_on_the_article_whatever_came_first(db, kill, kill_first):
    files = [("a.txt", report().encode()), ("b.txt", KILLS[kill].encode())]
    importer.import_clips(files[::-1] if kill_first else files)

    article = Article.objects.get(clip__names__name="a.txt")
    assert [(kind, pk) for kind, _sign, pk in tasks()] == [("kill", article.pk)]
    assert AgencyTask.objects.get().clip.names.get().name == "b.txt"
    entry = AuditEntry.objects.get(verb="raise_task")
    assert (entry.noun, entry.details["article"]) == ("articles.agencytask", article.pk)


def test_nothing_changes_by_itself(db):
    article = send(report(), publish=True).article
    assert article.state == "published"

    send(KILLS["number"], "b.txt")

    article.refresh_from_db()
    assert (article.state, article.version) == ("published", Article.objects.get(pk=article.pk).version)
    assert Article.objects.published().get() == article


@pytest.mark.parametrize("kill", KILLS)
def test_a_text_that_was_killed_before_it_came_is_not_published(db, kill):
    send(KILLS[kill], "b.txt", publish=True)

    outcome = send(report(), publish=True)

    assert outcome.article.state == "draft"
    assert "superseded" in outcome.held


@pytest.mark.parametrize(
    ("events", "headline", "kind"),
    [
        ("KORREKTUR", "Brand in Musterstadt: Suche nach Ursache", "correction"),
        ("(Berichtigung)", "Nach Brand in Musterstadt: Suche nach der Ursache", "correction"),
        ("", "KORR: Brand in Musterstadt: Suche nach Ursache", "correction"),
        ("(Aktualisierung)", "Brand in Musterstadt: Suche nach Ursache dauert an", "new_version"),
        ("(Neu: Zahl der Kräfte)", "Brand in Musterstadt: Suche nach Ursache", "new_version"),
    ],
)
def test_a_correction_and_a_new_version_raise_tasks_and_are_not_published_themselves(db, events, headline, kind):
    first = send(report()).article
    body = BODY.replace("80 Kräfte", "90 Kräfte")

    outcome = send(report("bdt0199", "0580", events, headline, body=body), "b.txt", publish=True)

    assert [(found, pk) for found, _sign, pk in tasks()] == [(kind, first.pk)]
    assert outcome.article.state == "draft"
    assert "follows" in outcome.held


OTHER = """Probeort (dpa/lhe) - Die Kinder der Grundschule malen in dieser Woche die Unterführung am Bahnhof bunt an. Das hat der
Ortsbeirat am Montag erlaubt.

Das Fest zum Abschluss beginnt um acht Uhr. Der Rat will die Farben bezahlen, wie eine Sprecherin sagte.
"""  # noqa: E501


@pytest.mark.parametrize("events", ["KORREKTUR", "(Aktualisierung)", ""])
def test_another_text_with_the_same_keywords_raises_none(db, events):
    send(report())
    send(report("bdt0201", "0601", events, "Kinder malen die Unterführung bunt an", body=OTHER), "b.txt")

    assert tasks() == []


def test_the_same_words_of_another_agency_are_another_text(db):
    send(report())

    send(
        report("APA0123", "0123", "(Aktualisierung)", body=BODY.replace("(dpa/lhe)", "(APA)")).replace("dpa", "APA"),
        "b.txt",
    )

    assert tasks() == []


def test_a_number_of_another_week_is_another_text(db):
    send(report())

    send(KILLS["number"].replace("191314 Jun", "281314 Jun"), "b.txt")

    assert tasks() == []


def test_a_second_correction_is_about_the_first_and_the_first_is_about_neither(db):
    first = send(report()).article
    second = send(report("bdt0199", "0580", "KORREKTUR"), "b.txt").article
    send(report("bdt0220", "0611", "(2. KORREKTUR)", body=BODY.replace("250 000", "300 000")), "c.txt")

    assert {(pk, Clip.objects.get(agency_tasks__article=pk, names__name="c.txt").pk) for pk in (first.pk, second.pk)}
    assert AgencyTask.objects.filter(article=first).count() == 2
    assert AgencyTask.objects.filter(article=second).count() == 1


def test_the_slug_of_a_wire_finds_the_text_that_a_take_replaces(db):
    head = (
        "x1234-----\nr i BC-EU--Harbour-Fire{}   06-19 0150\n^BC-EU--Harbour-Fire{},150<\n^{}<\n^By ERIKA BEISPIEL=\n"
    )
    body = "\t   MUSTERSTADT (AP) _ Investigators searched a warehouse on Wednesday for the cause of a fire.\n" + (
        "\t   Nobody was hurt. The fire brigade put the damage at {} euros, a spokesman said on Wednesday.\n"
    )
    end = "\n\t   AP-WF-06-19-24 0914GMT<\n"
    first = send(head.format("", "", "Police search for the cause of harbour fire") + body.format(250) + end).article
    lead = head.format(" 1stLd-Writethru", ", 1st Ld-Writethru", "Investigators comb ruins") + body.format(300) + end

    send(lead, "b.txt")

    assert [(kind, pk) for kind, _sign, pk in tasks()] == [("new_version", first.pk)]


def test_identifiers_that_a_format_gives_are_matched_by_one_entry_point(db, make_clip, make_article):
    old, new, older = make_clip(), make_clip(), make_clip()
    article = make_article(clip=old)
    readings = {clip.pk: clip.readings.get() for clip in (old, new, older)}
    own = {clip: TextIdentifiers((guid("urn:newsml:agency.example:20240619:1", version),)) for clip, version in
           ((old.pk, 2), (new.pk, 3), (older.pk, 1))}  # fmt: skip

    agency_texts.compare_known([readings[old.pk]], {old.pk: own[old.pk]})
    pairs = agency_texts.compare_known([readings[new.pk]], {new.pk: own[new.pk]})
    late = agency_texts.compare_known([readings[older.pk]], {older.pk: own[older.pk]})
    agency_texts.raise_tasks(pairs)

    assert [(p.later, p.earlier, p.kind, p.sign) for p in pairs] == [(new.pk, old.pk, "new_version", "guid")]
    assert {(p.later, p.earlier) for p in late} == {(new.pk, older.pk), (old.pk, older.pk)}
    assert tasks() == [("new_version", "guid", article.pk)]
    killed = TextIdentifiers((), (Identifier("guid", "urn:newsml:agency.example:20240619:1"),), "kill")
    assert {p.kind for p in agency_texts.compare_known([], {make_clip().pk: killed})} == {"kill"}


@pytest.mark.parametrize("address", ["https://auenbote.example/artikel/{}", "https://auenbote.example/a/{}0618123456"])
def test_entries_of_a_feed_whose_addresses_end_in_numbers_are_no_versions_of_each_other(db, address):
    texts = ("Brücke über die Aue ist fertig", "Freibad öffnet im Sommer länger")
    for number, headline in enumerate(texts, start=2030):
        send(
            f"<rss version='2.0'><channel><title>Auenbote</title><item><title>{headline}</title>"
            f"<guid>{address.format(number)}</guid><description>{headline}. Das teilte der Rat am Dienstag mit."
            "</description></item></channel></rss>",
            f"{number}.xml",
        )

    assert tasks() == []
    assert [row.version for row in TextIdentifier.objects.filter(kind="guid")] == [None, None]


def test_a_draft_withdraws_nothing(db):
    send(report())

    send(
        "---\ntitle: 'Brand in Musterstadt: Suche nach Ursache'\ndate: 2024-06-19\ndraft: true\n---\n\n"
        "Was wir über den Brand wissen und was nicht. Unsere Reporterin hat sich am Hafen umgesehen.\n",
        "b.md",
    )

    assert tasks() == []


@pytest.mark.parametrize(
    ("value", "bare", "version"),
    [
        ("urn:newsml:dpa.com:20090101:240619-99-1/3", "urn:newsml:dpa.com:20090101:240619-99-1", 3),
        ("urn:agency:1/20240619114512", "urn:agency:1/20240619114512", None),
        ("urn:agency:1/²", "urn:agency:1/²", None),
        ("http://agency.example/7", "http://agency.example/7", None),
    ],
)
def test_a_version_is_a_number_that_a_column_holds(value, bare, version):
    assert guid(value) == Identifier("guid", bare, version)


@pytest.mark.parametrize("version", ["²", "9" * 30])
def test_a_text_whose_version_is_no_number_is_imported(db, version):
    send(
        f"<newsItem guid='urn:x:1' version='{version}'><contentMeta><headline>Brücke über die Aue ist fertig</headline>"
        "</contentMeta><contentSet><inlineData>Die Brücke ist fertig. Das teilte der Rat am Dienstag mit.</inlineData>"
        "</contentSet></newsItem>"
    )

    assert TextIdentifier.objects.get(kind="guid").version is None


def test_what_no_agency_has_sent_is_known_by_nothing(db):
    send(
        "Freibad öffnet länger\n\nDie Gemeinde will ihr Freibad im Sommer länger öffnen. Das hat der Rat beschlossen.\n"
    )

    assert not TextIdentifier.objects.exists()


def test_no_words_of_a_text_are_kept(db):
    send(report())

    assert all(len(row.key) == 32 and row.key.isalnum() for row in TextIdentifier.objects.all())


def test_an_editor_does_or_dismisses_a_task_once_with_an_entry_in_the_audit(db):
    reporter, moderator = create_user("Redaktion"), create_user("Moderation")
    send(report())
    send(KILLS["number"], "b.txt")
    task = AgencyTask.objects.get()

    with pytest.raises(PermissionDenied):
        agency_texts.decide(task, "done", moderator)
    with pytest.raises(errors.Refused):
        agency_texts.decide(task, "dismissed", reporter)
    agency_texts.decide(task, "dismissed", reporter, "Betrifft uns nicht")
    with pytest.raises(errors.Refused):
        agency_texts.decide(task, "done", reporter)

    task.refresh_from_db()
    assert (task.state, task.decided_by, task.reason) == ("dismissed", reporter, "Betrifft uns nicht")
    entry = AuditEntry.objects.get(verb="dismiss_task")
    assert (entry.by, entry.reason, entry.details["article"]) == (reporter, "Betrifft uns nicht", task.article_id)


def test_a_killed_text_is_not_published_without_a_reason(db, editor):
    article = send(report()).article
    send(KILLS["number"], "b.txt")

    blockers = [b.message for b in publishing.checklist(article) if b.code == "clip_notice"]
    assert len(blockers) == 1
    with pytest.raises(errors.Refused):
        publishing.publish(article, editor)


def test_reading_again_keeps_what_a_text_is_known_by_and_raises_no_second_task(db, monkeypatch):
    clip = send(report()).clip
    send(KILLS["number"], "b.txt")
    before = TextIdentifier.objects.count()
    monkeypatch.setattr(pipeline, "PARSER_VERSION", "99")

    for row in Clip.objects.order_by("id"):
        reread.reread(row)

    assert (TextIdentifier.objects.count(), AgencyTask.objects.count()) == (before, 1)
    assert Reading.objects.filter(clip=clip).count() == 2


def test_a_kill_of_a_text_from_last_month_finds_none(db):
    send(report())
    Clip.objects.update(received_at=timezone.now() - timedelta(days=40))
    TextIdentifier.objects.update(day=None)

    send(KILLS["words"], "b.txt")

    assert tasks() == []
