"""German first, and no word of it missing; English without a word of German."""

import re
from pathlib import Path

import polib
import pytest

LOCALE = Path(__file__).parents[2] / "articles" / "locale" / "de" / "LC_MESSAGES"
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def german() -> polib.POFile:
    return polib.pofile(str(LOCALE / "django.po"))


def test_every_word_is_translated_and_none_is_a_guess(german: polib.POFile) -> None:
    assert [entry.msgid for entry in german if not entry.translated() or entry.fuzzy] == []


def test_what_is_put_into_a_sentence_is_put_into_its_translation(german: polib.POFile) -> None:
    def differ(entry: polib.POEntry) -> bool:
        wanted = set(PLACE.findall(entry.msgid + entry.msgid_plural))
        said = [*entry.msgstr_plural.values(), *([entry.msgstr] if entry.msgstr else [])]
        return any(set(PLACE.findall(one)) != wanted for one in said[-1:])

    assert [entry.msgid for entry in german if differ(entry)] == []


def test_the_compiled_words_are_those_of_the_list(german: polib.POFile) -> None:
    def said(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
        rows = [one for one in entries if one.msgid and not one.obsolete]
        return {(one.msgctxt or "", one.msgid): one.msgstr or one.msgstr_plural for one in rows}

    assert said(german) == said(polib.mofile(str(LOCALE / "django.mo")))


def test_the_interface_in_english_has_no_german_word(client, admin_user, german, db) -> None:
    """Of the sentences and words that are long enough to be recognised."""
    client.force_login(admin_user)
    words = {one.msgstr for one in german if len(one.msgstr) > 9 and one.msgstr != one.msgid and "%" not in one.msgstr}
    pages = ["article", "clip", "comment", "image", "source", "topic", "person", "frontplace", "page", "auditentry"]
    addresses = ["/admin/", *(f"/admin/articles/{noun}/" for noun in (*pages, "apitoken", "blockedword", "importrun"))]
    addresses += [
        f"/admin/articles/{noun}/add/" for noun in ("article", "source", "topic", "person", "page", "imprint")
    ]

    found = {}
    for address in addresses:
        text = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert '<html lang="en-us"' in text or '<html lang="en"' in text
        there = (one for one in words if one in text)  # a look for the letters spares most of the patterns
        if said := sorted(one for one in there if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text)):
            found[address] = said

    assert found == {}
