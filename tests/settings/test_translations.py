"""The German translation is complete, and the English interface contains no German."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils import translation

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "articles" / "locale" / "de" / "LC_MESSAGES"
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.fixture(scope="module")
def german() -> polib.POFile:
    return polib.pofile(str(LOCALE / "django.po"))


def test_every_message_is_translated_and_none_is_fuzzy(german: polib.POFile) -> None:
    assert [entry.msgid for entry in german if not entry.translated() or entry.fuzzy] == []


def test_every_message_of_the_code_is_translated(german: polib.POFile) -> None:
    """Words that Django or its REST framework have in German are taken from there."""
    ours = {entry.msgid for entry in german if not entry.obsolete}
    with translation.override("de"):
        left_out = {text for text in _messages() if text not in ours and translation.gettext(text) == text}

    assert left_out == set()


def _messages() -> Iterator[str]:
    for path in (*(ROOT / "articles").rglob("*.py"), *(ROOT / "newsroom").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
                yield from (str(words.value) for words in node.args[:1] if isinstance(words, ast.Constant))


def test_translations_have_the_placeholders_of_their_messages(german: polib.POFile) -> None:
    def differ(entry: polib.POEntry) -> bool:
        placeholders = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
        translations = [*entry.msgstr_plural.values(), *([entry.msgstr] if entry.msgstr else [])]
        return any(set(PLACEHOLDER.findall(translation)) != placeholders for translation in translations[-1:])

    assert [entry.msgid for entry in german if differ(entry)] == []


def test_the_compiled_messages_match_the_po_file(german: polib.POFile) -> None:
    def messages(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
        rows = [entry for entry in entries if entry.msgid and not entry.obsolete]
        return {(entry.msgctxt or "", entry.msgid): entry.msgstr or entry.msgstr_plural for entry in rows}

    assert messages(german) == messages(polib.mofile(str(LOCALE / "django.mo")))


def test_the_interface_in_english_has_no_german_word(client, admin_user, german, db) -> None:
    """Only sentences and words that are long enough to be recognised are checked."""
    client.force_login(admin_user)
    words = {
        entry.msgstr
        for entry in german
        if len(entry.msgstr) > 9 and entry.msgstr != entry.msgid and "%" not in entry.msgstr
    }
    pages = ["article", "clip", "comment", "image", "source", "topic", "person", "frontplace", "page", "auditentry"]
    addresses = ["/admin/", *(f"/admin/articles/{noun}/" for noun in (*pages, "apitoken", "blockedword", "importrun"))]
    addresses += [
        f"/admin/articles/{noun}/add/" for noun in ("article", "source", "topic", "person", "page", "imprint")
    ]

    words_by_address = {}
    for address in addresses:
        text = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert '<html lang="en-us"' in text or '<html lang="en"' in text
        candidates = (word for word in words if word in text)  # a plain search first: it is faster than the patterns
        if german_words := sorted(word for word in candidates if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)):
            words_by_address[address] = german_words

    assert words_by_address == {}
