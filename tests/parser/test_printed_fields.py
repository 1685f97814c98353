"""What a reader would see as a printed error stands on no page: made-up clips of each kind."""

from dataclasses import replace

import pytest

from articles.parser.headline_marks import inner_span, is_kicker
from articles.parser.patterns.screen_reader import without_unseen
from articles.parser.pipeline import parse_clip
from articles.parser.printed_check import leave_out_misprints
from articles.parser.roles import Role

HEADLINE = "Streit um die neue Brücke in der Innenstadt"
LEAD = "Die Anwohner wollen klagen, der Rat der Stadt stimmt im Mai über die Pläne ab."
TEXTS = (
    "Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag im Rat. Die "
    "Kosten sind in den letzten Jahren stark gestiegen, und noch fehlt das Geld vom Land. Die alte Brücke war nach "
    "einer Prüfung gesperrt worden, weil die Pfeiler Risse haben.",
    "Die alte Brücke ist seit zwei Jahren gesperrt. Wer auf die andere Seite will, muss einen Umweg von zehn "
    "Kilometern fahren. Die Händler in der Innenstadt klagen über leere Läden und hoffen auf den Neubau.",
    "Der Rat stimmt im Mai über die Pläne ab. Die Mehrheit dafür gilt als sicher, doch die Anwohner der neuen Zufahrt "
    "wollen klagen. Sie fürchten den Lärm und haben ein Gutachten über die Brücke bestellt.",
)


def read(*head: str, texts: tuple[str, ...] = TEXTS):
    reading = parse_clip("\n\n".join((*head, *texts)).encode(), "clip.txt")
    assert reading.document is not None
    return reading


@pytest.mark.parametrize(
    "line",
    [
        "Erika Beispiel/Tagesblatt",
        "Foto: Erika Beispiel/dpa",
        "Von Erika Beispiel",
        "By TOM JONES, ANNA MILLER and CLAIRE SMITH",
        "Par Claire Exemple",
        "Aktualisiert: 19.06.2024, 14:05 Uhr",
        "19. Juni 2024",
        "Updated 12:44, 20 Apr 2026",
        "12:43, 20 Apr 2026Updated 12:44, 20 Apr 2026",
        "Tuesday 15 October 2019 by Tom Jones",
        "By\u00a0 TOM JONES, ANNA MILLER and CLAIRE SMITH",
        "Wirtschaft",
        "bruecke-getty.jpg",
        "https://beispiel.example/bruecke",
        "AFP",
    ],
)
def test_what_is_no_headline_is_never_printed_as_one(line):
    alone, above = read(line).document, read(line, HEADLINE, LEAD).document

    assert alone.headline != line
    assert alone.headline_is_provisional
    assert (above.headline, above.headline_is_provisional) == (HEADLINE, False)


@pytest.mark.parametrize(
    ("line", "kicker", "headline"),
    [
        (
            "Marathon in Berlin:Im harten Wind siegt eine Läuferin",
            "Marathon in Berlin",
            "Im harten Wind siegt eine Läuferin",
        ),
        (
            "Brücke in Bonn:„Wir werden klagen“ sagen die Anwohner",
            "Brücke in Bonn",
            "„Wir werden klagen“ sagen die Anwohner",
        ),
        (f"| {HEADLINE} |", "", HEADLINE),
        (f"– {HEADLINE}", "", HEADLINE),
    ],
)
def test_a_kicker_is_set_apart_and_marks_at_the_ends_are_not_printed(line, kicker, headline):
    document = read(line, LEAD).document

    assert (document.kicker, document.headline) == (kicker, headline)


@pytest.mark.parametrize(
    "line", ["re:publica zeigt neue Wege für die Brücke der Stadt", "Leser:Innen streiten um die neue Brücke"]
)
def test_a_colon_within_a_word_is_no_kicker(line):
    assert read(line, LEAD).document.headline == line


@pytest.mark.parametrize(
    ("words", "inner"),
    [(": Stadt der Superlative", "Stadt der Superlative"), ("Bonn |", "Bonn"), ("–", "–"), ("„Nein“", "„Nein“")],
)
def test_marks_at_the_ends_of_a_kicker_are_left_out(words, inner):
    assert words[slice(*inner_span(words))] == inner


@pytest.mark.parametrize("words", ["19. Juni 2024", "By Tom Jones", "Foto: dpa", "Erika Beispiel/Tagesblatt", "…"])
def test_a_date_an_author_and_a_credit_are_no_kicker(words):
    assert not is_kicker(words)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Das Gutachten (öffnet im neuen Fenster) liegt vor.", "Das Gutachten liegt vor."),
        ("Das Gutachten [Externer Link] liegt vor.", "Das Gutachten liegt vor."),
        ("The report (opens in a new window) is out.", "The report is out."),
        ("The report is out, opens in new tab", "The report is out"),
        ("Le rapport (nouvelle fenêtre) est là.", "Le rapport est là."),
        ("Il rapporto (si apre in una nuova finestra) è qui.", "Il rapporto è qui."),
        ("El informe (se abre en una nueva ventana) está aquí.", "El informe está aquí."),
        ("Het rapport (opent in nieuw venster) is er.", "Het rapport is er."),
        ("Raport (otwiera się w nowej karcie) jest tutaj.", "Raport jest tutaj."),
        ("Rapor (yeni pencerede açılır) burada.", "Rapor burada."),
        ("Отчёт (открывается в новом окне) здесь.", "Отчёт здесь."),
        ("The bridge at night. Tom Jones/AP hide caption", "The bridge at night. Tom Jones/AP"),
        ("Die Brücke ist gesperrt.</strong>", "Die Brücke ist gesperrt."),
        ("Bau&nbsp;und Umbau &amp; mehr", "Bau und Umbau & mehr"),
    ],
)
def test_what_is_said_to_screen_readers_only_is_not_printed(text, seen):
    assert without_unseen(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "Sie öffnet im neuen Fenster der Bank ein Konto.",
        "The link opens in a new window when you click it.",
        "Ein externer Link führt zur Seite.",
        "Die Bank bekommt ein neues Fenster.",
        "Sie öffnet ein neues Fenster.",
        "Das Tag <br> beginnt eine neue Zeile.",
        "(öffnet im neuen Fenster)",
    ],
)
def test_a_sentence_about_windows_stays(text):
    assert without_unseen(text) == text


def test_left_out_words_stay_in_the_ledger_and_are_told_as_a_repair():
    sentence = "Das Gutachten (öffnet im neuen Fenster) liegt seit dem Montag vor."
    reading = read(HEADLINE, LEAD, texts=(f"{sentence} {TEXTS[0]}", *TEXTS[1:]))

    assert reading.document.body[0].text.startswith("Das Gutachten liegt seit dem Montag vor.")
    kept = [s for s in reading.segments if "neuen Fenster" in reading.text[s.start : s.end]]
    assert [segment.role for segment in kept] == [Role.PARAGRAPH]
    body = next(entry for entry in reading.evidence if entry.field == "body")
    assert "not_for_readers" in body.repairs


def test_a_caption_that_stands_in_two_places_is_one_picture_with_its_credit():
    caption = "Die alte Brücke über den Fluss ist seit zwei Jahren für alle gesperrt."
    reading = read(
        HEADLINE,
        f"{caption}\n{caption} Foto: Erika Beispiel/dpa",
        LEAD,
        TEXTS[0],
        f"{caption} Foto: Erika Beispiel/dpa",
    )
    captions = [image.caption for image in reading.document.images]

    assert captions.count(caption) == 1
    assert reading.document.images[captions.index(caption)].credit == "Erika Beispiel/dpa"
    assert not [entry for entry in reading.evidence if entry.field.startswith(f"images.{len(captions)}.")]


def test_an_author_that_nobody_can_be_is_left_out_whatever_gave_it_and_the_editor_is_told():
    reading = read(HEADLINE, "Von Erika Beispiel", LEAD)
    odd = replace(reading, document=replace(reading.document, authors=("Relevante Themen", "Erika Beispiel", "a1 b2")))

    checked = leave_out_misprints(odd)

    assert checked.document.authors == ("Erika Beispiel",)
    assert [warning.code for warning in checked.warnings][-1] == "byline_unread"
    assert leave_out_misprints(reading) == reading


@pytest.mark.parametrize(
    "headline", ["Erika Beispiel/Tagesblatt", "Foto: Erika Beispiel/dpa", "19. Juni 2024", "Wirtschaft"]
)
def test_a_headline_that_is_none_is_replaced_whatever_gave_it(headline):
    reading = read(HEADLINE, LEAD)

    checked = leave_out_misprints(replace(reading, document=replace(reading.document, headline=headline)))

    assert checked.document.headline_is_provisional
    assert checked.document.headline != headline
    assert leave_out_misprints(reading) == reading
    assert [entry.rule for entry in checked.evidence if entry.field == "headline"] == ["provisional_headline"]


@pytest.mark.parametrize("kicker", [HEADLINE, "19. Juni 2024", "Foto: dpa"])
def test_a_kicker_that_says_nothing_of_its_own_is_left_out(kicker):
    reading = read(HEADLINE, LEAD)

    assert (
        leave_out_misprints(replace(reading, document=replace(reading.document, kicker=kicker))).document.kicker == ""
    )


@pytest.mark.parametrize("name", ["Relevante Themen", "Most Popular", "Example News", "12345"])
def test_the_metadata_of_a_page_make_nobody_an_author_who_cannot_be(name):
    page = (
        f'<html><head><title>{HEADLINE}</title><meta name="author" content="{name}"></head><body><article>'
        f"<h1>{HEADLINE}</h1><p>{LEAD}</p>{''.join(f'<p>{text}</p>' for text in TEXTS)}</article></body></html>"
    )

    assert parse_clip(page.encode(), "page.html").document.authors == ()


@pytest.mark.parametrize(
    "headline",
    [
        "Die Brücke ist gesperrt.",
        "2024 wird das Jahr der Brücke",
        "Foto der alten Brücke gefunden",
        "Von Anfang an gesperrt",
    ],
)
def test_a_page_keeps_its_headline_of_any_form(headline):
    page = (
        f"<html><body><article><h1>{headline}</h1>{''.join(f'<p>{text}</p>' for text in TEXTS)}</article></body></html>"
    )

    assert parse_clip(page.encode(), "page.html").document.headline == headline


@pytest.mark.parametrize("line", ["Erika Beispiel/AP", "Foto: Erika Beispiel/dpa", "(AP Photo/Tom Jones)"])
def test_a_credit_alone_is_no_caption(line):
    document = read(HEADLINE, f"Die alte Brücke über den Fluss am Abend\n{line}", LEAD).document

    assert line not in [image.caption for image in document.images]


@pytest.mark.parametrize("byline", ["", "Von Erika Beispiel"])
def test_an_author_behind_the_lead_is_no_part_of_it(byline):
    document = read(HEADLINE, *filter(None, [byline]), f"{LEAD} Von Erika Beispiel").document

    assert (document.lead, document.authors) == (LEAD, ("Erika Beispiel",))


@pytest.mark.parametrize(
    "line", ["By Tom Jones on Monday, November 18th, 2019 at 11:08 a.m.", "Tuesday 15 October 2019 by Tom Jones"]
)
def test_an_author_with_a_date_is_never_the_lead(line):
    assert read(HEADLINE, line).document.lead != line
