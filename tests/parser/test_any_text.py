"""No text whatever ends the reading: press lines of all kinds in any order, and the project's clips cut and spliced."""

import random
import textwrap
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from articles.parser.assembly_log import AssemblyLog
from articles.parser.comment_entries import CommentEntries
from articles.parser.document import UnreadableClip
from articles.parser.ledger import balance
from articles.parser.pipeline import parse_clip
from articles.parser.roles import Role
from tests.parser.test_comment_threads import ARTICLE
from tests.parser.test_comment_threads import cases as threads
from tests.parser.test_rules import cases
from tests.rounds import examples, slow_but
from tests.timing import grows_in_proportion

OUTCRY = "Das ist doch unglaublich!!! Wer soll das denn bezahlen, frage ich euch?"
NAMES = st.sampled_from(("Karl Muster", "GuterMensch", "Anna Meier", "blah blubb", "Ute P.", "Karl", "kmu", "J. Probe"))
TIMES = st.sampled_from(
    (
        *("vor 3 Stunden", "vor 2 Tagen", "2 hours ago", "gestern", "19. Juni 2024", "19.06.2024, 14:05 Uhr"),
        *("27.05.2019 um 13:18 Uhr", "21. Jan. 2015", "June 19, 2024 at 2:05 pm", "2024-06", "14:05", "Juni 2024"),
    )
)
HEADS = st.builds(
    lambda form, name, other, when: form.format(name=name, other=other, when=when),
    st.sampled_from(
        (
            *("{name}, {when}", "{name} {when}", "{name}\n{when}", "{name} - {when}", "{name} sagt:\n{when}", "{name}"),
            *(
                "{name} schrieb am {when}:",
                "{name}\n{name}\n{when}",
                "@{other}:",
                "@{other} Das sehe ich anders.",
                "{when}",
            ),
            *("{name}\nAntwort auf {other}", "{name} sagt:", "K\n{name}\n{when}", "by {name} on {when}", "Von {name}"),
            *("{name}\n@{other}: ", "{when} | {name}", "Antwort auf {other}", "{name} {when}\n{other} {when}"),
        )
    ),
    NAMES,
    NAMES,
    TIMES,
)
LINES = st.sampled_from(
    (
        *("Kommentare", "9 Kommentare", "91 Ergänzungen", "Leserbriefe (2)", "Alle Kommentare", "Comments", "Forum"),
        *("5343 mal gelesen | 32 Kommentare", "Kommentar schreiben", "Antworten", "Mehr zum Thema", "Newsletter"),
        *("Foto: Anna Meier/dpa", "© AFP", "(Keystone-SDA)", "(les/dpa)", "Quelle: dpa", "© dpa-infocom, dpa:1-2/3"),
        *("Von Anna Meier", "By Jane Miller", "Berlin (dpa) - Der Rat der Stadt hat am Montag den Bau beschlossen."),
        *("Bonn. Die Brücke ist offen.", "10:58 Uhr | Die Brücke ist frei", "[slideshow id=3]", "date 2024-06", "***"),
        *(
            "Sperrfrist: 19.06.2024, 14:00 Uhr",
            "Berichtigung: Die Zahl war falsch.",
            "Streit um die neue Brücke am Ort",
        ),
        *("Eine Brücke in der Stadt. Foto: Name", "Eine Brücke in der Stadt. Foto: Name/dpa Die Stadt will nun bauen."),
        *(OUTCRY, "> Das sehe ich auch so.", ">> ja"),
        *("Die Stadt will im Herbst mit dem Bau der neuen Brücke beginnen, sagte die Bürgermeisterin am Montag. " * 2,),
        *("Die Händler am Markt hatten sich lange gegen den Umzug gewehrt und wollen nun vor Gericht gehen.",),
        *("wenig Schatten gibt es dort, und die Leute wollen", "der Rat hat am Montag lange über die Stadt- und Ver-"),
        *("waltung gesprochen", "\u200b", "\u2028", "\u00a0", "…", "-- ", "Tel. 0123 456789", "1:0 Muster (12.)"),
    )
)
POSTS = st.builds(lambda head, words: f"{head}\n{words}", HEADS, LINES)
MARKS = st.sampled_from(("", "", "", "  • ", "1. ", "    2. ", "    ", "\t", "> ", "- ", "  ", "*"))
PIECES = st.builds(lambda mark, words: mark + words, MARKS, st.one_of(HEADS, POSTS, POSTS, LINES, st.text(max_size=40)))
BREAKS = st.sampled_from(("\n", "\n", "\n\n", "\r\n", "\r\n\r\n", " \n", "\n\n\n", " ", "-\n", "\r"))
TEXTS = st.lists(st.tuples(PIECES, BREAKS), max_size=30).map(lambda parts: "".join(a + b for a, b in parts))

ANYTHING = settings(max_examples=examples(250), deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_accounted_for(text: str) -> None:
    """The text is read, and each of its characters has its role."""
    try:
        reading = parse_clip(text.encode("utf-8", "replace"), "any.txt")
    except UnreadableClip:
        return
    assert "".join(reading.text[s.start : s.end] for s in reading.segments) == reading.text
    assert all(reading.text[s.start : s.end].isspace() == (s.role is Role.BLANK) for s in reading.segments)
    spans = [span for entry in reading.evidence for span in entry.spans]
    assert all(0 <= low < high <= len(reading.text) for low, high in spans)


@ANYTHING
@given(TEXTS)
@example(
    "Titel\n\nKarl Muster, 21. Jan. 2015\n"
    + OUTCRY
    + "\n91 Kommentare\n\n1. Anna Meier sagt:\n23. Juni 2016 um 17:21 Uhr\n"
    + OUTCRY
    + "\nUte Probe, 22. Jan. 2015\n"
    + OUTCRY
)
@example(
    "|  |\n\n|  | Viele Häuser stehen in diesem Jahr leer\n\n" + "Die Stadt will im Herbst mit dem Bau beginnen. " * 4
)
def test_press_lines_of_all_kinds_in_any_order_are_read(text):
    is_accounted_for(text)


def clips(seed) -> list[str]:
    """The texts that the project has: its seeds, and the cases of its rules and of comments."""
    cased = ["\n".join(words for _role, words in case.values[0]) for case in cases()]
    return [seed(f"00{number}").decode() for number in range(5)] + cased + commented()


def commented() -> list[str]:
    """Articles with readers' comments in every form."""
    return [ARTICLE + thread.values[0] for thread in threads()]


def shaken(texts: list[str], dice: random.Random) -> str:
    """Lines of some clips: cut, spliced, repeated, shuffled, with other breaks."""
    lines = [line for text in dice.choices(texts, k=dice.randint(1, 3)) for line in text.splitlines()]
    low = dice.randrange(len(lines))
    lines = lines[low : low + dice.randint(3, 60)]
    for _ in range(dice.randint(0, 4)):
        turn = dice.randrange(5)
        at, other = dice.randrange(len(lines) + 1), dice.randrange(len(lines) + 1)
        low, high = sorted((at, other))
        if turn == 0:
            dice.shuffle(lines)
        elif turn == 1:
            lines[at:at] = lines[low:high] * dice.randint(1, 2)
        elif turn == 2:
            lines[low:high] = lines[low:high][::-1]
        elif turn == 3:
            lines = [line[: dice.randint(0, 90)] if dice.random() < 0.2 else line for line in lines]
        else:
            lines = [line for line in lines if line.strip()] or lines
    return dice.choice(("\n", "\r\n", "\n\n")).join(lines)


@pytest.mark.parametrize("count", [150, pytest.param(10_000, marks=pytest.mark.slow)])
def test_clips_that_are_cut_spliced_repeated_and_shuffled_are_read(seed, count):
    dice, texts = random.Random(11), clips(seed)

    for _ in range(count):
        is_accounted_for(shaken(texts, dice))


def wrapped(text: str, width: int) -> str:
    """The text with its lines wrapped, as in a mail."""
    return "\n".join(part for line in text.splitlines() for part in textwrap.wrap(line, width) or [""])


@pytest.mark.parametrize("count", [150, pytest.param(10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("is_wrapped", [False, True], ids=["plain", "wrapped"])
def test_clips_with_comments_that_are_cut_and_spliced_are_read(is_wrapped, count):
    dice, texts = random.Random(13), commented()

    for _ in range(count):
        text = shaken(texts, dice)
        is_accounted_for(wrapped(text, dice.choice((40, 60, 72))) if is_wrapped else text)


@ANYTHING
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12))
def test_whatever_spans_are_entered_below_an_article_each_character_has_one_role(spans):
    text = "x" * 40
    log = AssemblyLog(text)
    entries = CommentEntries(log, 0)

    for low, high in [*spans, (0, 40)]:
        entries.enter(low, high, Role.COMMENT, "comments")
    assert balance(text, log.entries)


REPEATED = {
    "heads": "Karl Muster, 21. Jan. 2015\n" + OUTCRY + "\n",
    "headings": "91 Ergänzungen\nKarl Muster vor 3 Stunden\n",
    "certain heads": "#1\nKarl\nKarl\n3. Mai 2024, 14:05\n",
    "titles": "34 responses to “Karl”\n3. Mai 2024 - Karl Muster \n",
    "glued times": "Karl3. Mai 2024 um 14:05\n" + OUTCRY + "\n",
    "items": "  • @Karl: " + OUTCRY + "\n\n    1. Anna Meier sagt:\n",
    "names": "Karl\n@Anna:\n",
    "agency lines": "Die Saison beginnt am ersten Mai.\n\n© dpa-infocom, dpa:240619-930-1/1\n\n",
    "wrapped": "Die Gemeinde Muldenau will ihr Freibad im kommenden Sommer länger öff-\nnen. Das hat der Rat am\n",
    "wrapped, indented": "    Die Gemeinde Muldenau will ihr Freibad im Sommer länger\r\n  öffnen. Das hat der Rat\r\n",
    "dashes": "- Die Gemeinde Muldenau will ihr Freibad im kommenden Sommer länger-\n",
}


@pytest.mark.parametrize("kind", slow_but({"heads", "names", "wrapped", "shuffled"}, [*REPEATED, "shuffled"]))
def test_the_time_of_a_text_grows_with_its_length(seed, kind):
    dice, texts = random.Random(7), clips(seed)
    lines = [line + "\n" for text in texts for line in text.splitlines()]

    def seconds(size: int) -> float:
        whole = "".join(dice.choices(lines, k=size)) if kind == "shuffled" else REPEATED[kind] * size
        begun = time.process_time()
        is_accounted_for("Streit um die Brücke\n\n" + whole)
        return time.process_time() - begun

    assert grows_in_proportion(seconds, 400, 0.02)
