import time
from pathlib import Path

import pytest

from articles.lexicon import load
from articles.text.language import detect_language

SEEDS = Path(__file__).parents[2] / "seeds"
TEXTS = {
    "de": "Der Bürgermeister hat am Montag die neue Brücke eröffnet, und viele Menschen sind gekommen.",
    "en": "The mayor opened the new bridge on Monday, and many people came to see it with their children.",
    "fr": "Le maire a inauguré le nouveau pont lundi, et beaucoup de gens sont venus avec leurs enfants.",
    "it": "Il sindaco ha inaugurato il nuovo ponte lunedì, e molte persone sono venute con i loro figli.",
    "es": "El alcalde inauguró el nuevo puente el lunes, y muchas personas llegaron con sus hijos para verlo.",
    "ru": "Мэр города открыл новый мост в понедельник, и на праздник пришло много людей с детьми.",
    "uk": "Мер міста відкрив новий міст у понеділок, і на свято прийшло багато людей із дітьми.",
    "ar": "افتتح رئيس البلدية الجسر الجديد في يوم الاثنين، وجاء كثير من الناس مع أطفالهم إلى هذا الحفل.",
    "el": "Ο δήμαρχος εγκαινίασε τη νέα γέφυρα τη Δευτέρα και ήρθε πολύς κόσμος.",
    "nl": "De burgemeester heeft maandag de nieuwe brug geopend, en veel mensen zijn met hun kinderen gekomen.",
    "pl": "Burmistrz otworzył w poniedziałek nowy most i wielu ludzi przyszło z dziećmi, żeby go zobaczyć.",
    "tr": "Belediye başkanı pazartesi günü yeni köprüyü açtı ve çok sayıda insan bir gün için çocukları ile geldi.",
    "sv": "Borgmästaren öppnade den nya bron på måndagen, och många människor kom till den med sina barn.",
    "fi": "Kaupunginjohtaja avasi uuden sillan maanantaina, ja moni oli paikalla myös lasten kanssa kuin juhlassa.",
    "zh": "市长星期一为新桥揭幕，许多人带着孩子前来参观。",
    "ja": "市長は月曜日に新しい橋を開通させ、多くの人々が子どもと一緒に訪れました。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_of_two_lines_of_text_is_told(code):
    assert detect_language(TEXTS[code]).code == code


@pytest.mark.parametrize(
    "text", ["", "12 345", "Pjöngjang", "Foto AFP Reuters dpa IMAGO Keystone", "xq zv brrt kkl mno pqr"]
)
def test_too_little_text_has_no_language(text):
    assert detect_language(text).code == ""


def test_the_five_shipped_clips_are_german():
    assert {detect_language(path.read_text(encoding="utf-8")).code for path in SEEDS.glob("*.txt")} == {"de"}


def test_a_huge_text_costs_no_more_than_its_beginning():
    start = time.process_time()
    detect_language(TEXTS["de"] * 50_000)

    assert time.process_time() - start < 0.2


def test_the_confidence_grows_with_the_text():
    few, many = detect_language(TEXTS["en"]), detect_language(TEXTS["en"] * 5)

    assert 0 < few.confidence < many.confidence <= 1


def test_a_mixed_text_is_less_sure_than_a_plain_one():
    mixed = detect_language(TEXTS["de"] * 3 + TEXTS["en"] * 2)

    assert mixed.code in {"de", ""}
    assert mixed.confidence < detect_language(TEXTS["de"] * 5).confidence


def test_a_script_of_its_own_tells_the_language():
    assert detect_language(TEXTS["ja"] * 2).rule == "language_script"
    assert detect_language(TEXTS["pl"]).rule == "language_words"


def test_the_words_of_detected_languages_only_are_no_stop_words_of_the_search():
    known = load.table("stopwords").keys() & load.table("language_words").keys()

    assert not known
    assert {"de", "en", "fr", "it", "es", "nl", "pl", "tr", "ru", "ar"} <= load.table("stopwords").keys()
