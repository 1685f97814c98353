"""Plain, short, tidy clips of outlets that nobody has thought of must be read without any doubt.

A tidy page without menus is an article, a short notice is one, too, and a headline is the short line above the text.
"""

import unicodedata

import pytest

from articles.parser.pipeline import parse_clip

NOTICE = """Markt zieht um

Der Wochenmarkt zieht im Mai auf den Platz vor dem Bahnhof. Das hat der Rat der Stadt am Montag beschlossen.

Die Händler hatten sich lange gegen den Umzug gewehrt. Am neuen Ort gebe es zu wenig Schatten, sagte eine Sprecherin. Die Stadt will nun Bäume pflanzen und Bänke aufstellen lassen.
"""  # noqa: E501

REPORT = """Streit um die neue Brücke

Die Stadt will im Herbst mit dem Bau beginnen. Die Anwohner sind dagegen, der Rat stimmt am Montag ab.

Seit Jahren wird in der kleinen Stadt über die Brücke gesprochen. Nun liegen die Pläne im Rathaus aus, und jeder kann sie dort ansehen. Die Kosten sind in den letzten Jahren stark gestiegen.

Umweg von zehn Kilometern

Die alte Brücke ist seit zwei Jahren gesperrt. Wer auf die andere Seite will, muss einen weiten Umweg fahren, sagt die Bürgermeisterin. Das soll sich mit dem Neubau endlich ändern. (dpa)
"""  # noqa: E501

WIRE = """Bielefeld (dpa) - Nach dem Brand in einer Lagerhalle hat die Polizei die Ermittlungen aufgenommen. Verletzt wurde niemand, wie eine Sprecherin am Sonntag mitteilte.

Das Feuer war am Samstagabend ausgebrochen. Die Feuerwehr war mit 80 Einsatzkräften vor Ort und hatte den Brand gegen Mitternacht unter Kontrolle. Der Schaden wird auf 200.000 Euro geschätzt.
"""  # noqa: E501

ENGLISH = """Council approves new bridge

By Jane Miller

The town council voted on Monday to build a new bridge across the river, ending a debate that has lasted for more than ten years.

Construction is due to begin in the autumn. The old bridge was closed two years ago after engineers found cracks in its pillars, and residents have had to take a long detour ever since.

"We have waited long enough," the mayor said after the vote.
"""  # noqa: E501


def article(text: str):
    document = parse_clip(text.encode(), "clip.txt").document
    assert document is not None, "no article was found"
    return document


@pytest.mark.parametrize(
    ("text", "headline", "paragraphs", "subheadings"),
    [
        (NOTICE, "Markt zieht um", 1, []),
        (REPORT, "Streit um die neue Brücke", 2, ["Umweg von zehn Kilometern"]),
        (ENGLISH, "Council approves new bridge", 3, []),
    ],
)
def test_a_tidy_clip_gives_its_headline_and_all_of_its_text(text, headline, paragraphs, subheadings):
    document = article(text)

    assert (document.headline, document.headline_is_provisional) == (headline, False)
    assert [b.text for b in document.body if b.kind == "subheading"] == subheadings
    count = len([b for b in document.body if b.kind == "paragraph"]) + bool(document.lead)
    assert count in {paragraphs, paragraphs + 1}
    words = "".join(b.text for b in document.body) + document.lead
    assert all(sentence in words for sentence in text.replace(" (dpa)", "").strip().split("\n\n")[-1:])


def test_a_wire_notice_gives_dateline_agency_and_a_headline_made_of_its_words():
    document = article(WIRE)

    assert document.dateline.startswith("Bielefeld")
    assert [a.name for a in document.agencies] == ["dpa"]
    assert document.headline_is_provisional
    assert len(document.body) + bool(document.lead) == 2


def test_an_english_byline_is_found():
    assert article(ENGLISH).authors == ("Jane Miller",)


@pytest.mark.parametrize(
    "words", ["Große Koalition", "Krise der Demokratie", "Friedrich Merz", "Kanzler Scholz", "Das Ende", "Krieg"]
)
def test_words_alone_above_the_text_are_the_headline_and_nobody_is_made_an_author_of_them(words):
    document = article(NOTICE.replace("Markt zieht um", words))

    assert (document.headline, document.headline_is_provisional) == (words, False)
    assert (document.byline, document.authors) == ("", ())


def test_a_name_that_is_said_to_be_the_authors_is_no_headline():
    document = article(NOTICE.replace("Markt zieht um", "Von Anna Müller"))

    assert document.authors == ("Anna Müller",)
    assert document.headline_is_provisional


@pytest.mark.parametrize(
    ("note", "until", "how", "codes"),
    [
        ("Sperrfrist: 19.06.2024, 14:00 Uhr MESZ", "2024-06-19T14:00:00+02:00", "normalised", ["embargo_stated"]),
        ("Sperrfrist: 19.06.2024, 14:00 Uhr", "2024-06-19T14:00:00+02:00", "assumed", ["embargo_stated"]),
        ("Sperrfrist: 19. Juni 2024", "2024-06-20T00:00:00+02:00", "assumed", ["embargo_time_assumed"]),
        ("SPERRFRIST BIS MITTWOCH, 19. JUNI 2024", "2024-06-20T00:00:00+02:00", "assumed", ["embargo_time_assumed"]),
        ("+++ Sperrfrist: Mittwoch, 19.06.2024 +++", "2024-06-20T00:00:00+02:00", "assumed", ["embargo_time_assumed"]),
        ("Frei ab 19. Juni 2024", "2024-06-19T00:00:00+02:00", "assumed", ["embargo_time_assumed"]),
        ("Sperrfrist: Redebeginn", None, None, ["embargo_open"]),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_embargo_is_never_taken_to_end_before_it_may(note, until, how, codes, place):
    parts = NOTICE.split("\n\n")
    read_ = parse_clip("\n\n".join([*parts[:place], note, *parts[place:]]).encode(), "clip.txt")

    derivations = [str(e.how) for e in read_.evidence if e.field == "embargo_until"]
    embargo = read_.document.embargo_until
    assert (embargo and embargo.isoformat(), derivations) == (until, [how] if how else [])
    assert [w.code for w in read_.warnings] == codes
    assert (read_.document.notes, read_.document.headline) == ((note,), "Markt zieht um")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: text.replace("e", "e\u200b").replace("\n\n", "\n\u200b\n"),
        lambda text: text.replace("n", "\u00adn"),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.encode().decode("latin-1"),
        lambda text: text.encode().decode("latin-1").encode().decode("latin-1"),
    ],
    ids=["decomposed", "zero width", "soft hyphens", "no-break blanks", "mojibake", "mojibake twice"],
)
def test_what_cannot_be_seen_changes_neither_the_roles_nor_the_fields(spoil):
    source = REPORT.replace("Streit um", "Ärger über")
    spoilt = parse_clip(spoil(source).encode(), "clip.txt")
    tidy = article(source)

    def fields(document):
        fields = (document.headline, document.lead, document.byline, document.agencies, document.signoff)
        return (*fields, [(block.kind, block.text) for block in document.body])

    assert fields(spoilt.document) == fields(tidy)
    assert spoilt.text == spoil(source)
    assert "".join(spoilt.text[s.start : s.end] for s in spoilt.segments) == spoilt.text


def test_sentences_among_the_menus_far_above_are_no_article():
    news = (
        "Bis Freitag, ab 22 Uhr\nWegen Bauarbeiten fahren die Züge der Linie nicht wie gewohnt, bitte steigen Sie um."
    )
    menu = "\n".join(f"Linie {n}\nEinklappen\nExpandieren" for n in range(25))
    body = "\n\n".join(
        f"Die alte Brücke über den Fluss ist seit {n} Jahren gesperrt, und die Stadt sucht lange nach dem Geld für den "
        "Neubau. Der Rat will die Brücke im Herbst abreißen lassen, sagte die Bürgermeisterin am Montag."
        for n in range(2, 9)
    )
    clip = f"Wetter\n\nAstadtwolkig10 °CBdorfRegen9 °C\n\n{news}\n\n{menu}\n\nStadt will die alte Brücke im Herbst abreißen\n\n{body}\n"  # noqa: E501

    document = parse_clip(clip.encode(), "clip.txt").document

    assert document.headline == "Stadt will die alte Brücke im Herbst abreißen"
    assert "Wegen Bauarbeiten" not in " ".join([document.lead, *(block.text for block in document.body)])


@pytest.mark.parametrize(
    "headline", ['Stück "Haus Sonne" hat Premiere im Stadttheater', 'Die Stadt sagt "Nein" zur Brücke']
)
def test_a_straight_quotation_mark_behind_a_blank_opens_and_is_no_seam(headline):
    text = "Das Stadttheater zeigt das Stück am Montag, und die Stadt spricht über die Brücke und das Haus. " * 3

    document = parse_clip(
        f"{headline}\n\n{text}\n\n{text.replace('Montag', 'Freitag')}\n".encode(), "clip.txt"
    ).document

    assert (document.kicker, document.headline) == ("", headline)


def test_a_headline_made_of_the_opening_does_not_end_in_the_middle_of_a_date():
    opening = "Die Stadt will den Bau der neuen Brücke bis zum Ende der Frist am 31. Januar beginnen, trotz Kosten. "
    text = f"{opening * 2}\n\n{'Der Rat stimmt im Mai über die Pläne ab, und die Anwohner wollen klagen. ' * 3}\n"

    document = parse_clip(text.encode(), "clip.txt").document

    assert document.headline_is_provisional
    assert not document.headline.endswith("31")
