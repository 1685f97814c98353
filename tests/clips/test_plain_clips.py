"""Plain, short, tidy clips of outlets that nobody has thought of must be read without any doubt.

A tidy page without menus is an article, a short notice is one, too, and a headline is the short line above the text.
"""

import pytest

from articles.clips.reading import read

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
    document = read(text.encode(), "clip.txt").document
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
    found = article(text)

    assert (found.headline, found.headline_is_provisional) == (headline, False)
    assert [b.text for b in found.body if b.kind == "subheading"] == subheadings
    kept = len([b for b in found.body if b.kind == "paragraph"]) + bool(found.lead)
    assert kept in {paragraphs, paragraphs + 1}
    words = "".join(b.text for b in found.body) + found.lead
    assert all(sentence in words for sentence in text.replace(" (dpa)", "").strip().split("\n\n")[-1:])


def test_a_wire_notice_gives_dateline_agency_and_a_headline_made_of_its_words():
    found = article(WIRE)

    assert found.dateline.startswith("Bielefeld")
    assert [a.name for a in found.agencies] == ["dpa"]
    assert found.headline_is_provisional
    assert len(found.body) + bool(found.lead) == 2


def test_a_provisional_headline_ends_with_a_sentence_where_one_ends_in_time(seed):
    document = read(seed("004"), "004.txt").document

    assert document.headline == "Russlands Präsident Putin ist zwei Tage in Nordkorea und besucht Kim Jong Un"


def test_an_english_byline_is_found():
    assert article(ENGLISH).authors == ("Jane Miller",)


@pytest.mark.parametrize(
    "words", ["Große Koalition", "Krise der Demokratie", "Friedrich Merz", "Kanzler Scholz", "Das Ende", "Krieg"]
)
def test_words_alone_above_the_text_are_the_headline_and_nobody_is_made_an_author_of_them(words):
    found = article(NOTICE.replace("Markt zieht um", words))

    assert (found.headline, found.headline_is_provisional) == (words, False)
    assert (found.byline, found.authors) == ("", ())


def test_a_name_that_is_said_to_be_the_authors_is_no_headline():
    found = article(NOTICE.replace("Markt zieht um", "Von Anna Müller"))

    assert found.authors == ("Anna Müller",)
    assert found.headline_is_provisional
