"""The search: thirty questions with the article that answers each, what is never found, and in which order."""

import unicodedata
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.domain.articles import publishing, revisions
from articles.domain.images import library
from articles.domain.imports import importer
from articles.domain.search import highlights, index, query
from articles.models import Article, Image, SearchEntry, Source
from tests.rounds import examples
from tests.written_forms import FORMS, SENTENCES, UNSEEN, spread

PAIRS = [  # question, language, headline, lead, text; the last word names the article
    ("Präsident", "de", "Land vor der Ministerpräsidentenwahl", "", "Am Mittwoch fällt die Entscheidung."),
    ("praesident", "de", "Der Präsident des Schachvereins", "", "Er spielt seit 1961."),
    ("Häuser", "de", "Ein Haus voller Uhren", "", "Herr Quast sammelt Pendel."),
    ("haus", "de", "Drei Häuser stehen leer", "", "Seit Ostern wohnt dort niemand."),
    ("Strasse", "de", "Die Lindenstraße wird gepflastert", "", "Kopfsteine kommen zurück."),
    ("STRASSENBAHN", "de", "Die neue Straßenbahn quietscht", "", "Öl soll helfen."),
    ("Müller", "de", "Frau Mueller räumt auf", "", "Der Dachboden war voll."),
    ("Cafe", "de", "Das Café am Deich schließt", "", "Die Torten gehen aus."),
    ("Wähler", "de", "Die Zahl der Wählerinnen und Wähler steigt", "", "Das Amt zählt nach."),
    ("gewählt", "de", "Neuer Obmann im Kleingarten", "Er wurde gestern gewählt.", "Vier Gegenstimmen."),
    ("Spargel", "de", "Späte Spargelernte", "", "Der Frost war schuld."),
    ("Ernte", "de", "Kartoffelernte beginnt", "", "Die Sortiermaschine läuft."),
    ("Bürgermeister", "de", "Oberbürgermeisterin eröffnet Steg", "", "Das Band riss."),
    ("Brücken", "de", "Lärm an der Eisenbahnbrücke", "", "Anwohner messen nach."),
    ("Gericht Urteil", "de", "Verwaltungsgericht kippt Satzung", "", "Das Urteil ist nicht rechtskräftig."),
    ("Polizei Fahrrad", "de", "Polizisten auf dem Rad", "", "Die Polizei kauft zwölf Fahrräder."),
    ('"neue Orgel"', "de", "Konzert im Dom", "", "Die neue Orgel hat 4.000 Pfeifen."),
    ("„alte Mühle“", "de", "Am Bach", "Die alte Mühle dreht sich wieder.", ""),
    ("Kirche -Dom", "de", "Kirche bekommt Dach", "", "Schiefer aus der Eifel."),
    ('Markt -"langer Samstag"', "de", "Markt ohne Fisch", "", "Ein Samstag ohne Händler."),
    ("Klimaschutz", "de", "Das Klimaschutzgesetz kommt später", "", "Die Beratung dauert."),
    ("Schulen", "de", "Die Grundschule zieht um", "", "Kisten überall."),
    ("Flüchtlinge", "de", "Eine Unterkunft für jeden Flüchtling", "", "Betten fehlen."),
    ("1961", "de", "Als die Fähre sank", "", "Das war im Jahr 1961."),
    ("Baden-Württemberg", "de", "Weinlese", "", "In Baden und in Württemberg regnet es."),
    ("geht", "de", "Nach Jahren gegangen", "", "Der Küster ging leise."),
    ("übernommen", "de", "Wer übernimmt die Bäckerei", "", "Der Ofen ist kalt."),
    ("elections", "en", "A quiet election", "", "Few people came."),
    ("walk", "en", "Walking the dog", "", "The park was empty."),
    ("council budget", "en", "Councils meet", "", "Budgets are tight this year."),
    ("élections", "fr", "Une élection sans surprise", "", "Le maire reste."),
    ("chevaux", "fr", "Les chevaux du port", "", "Ils tirent les filets."),
]


@pytest.fixture
def enter(make_article):
    """Makes a published article and enters it in the index, as the desk does."""

    def make(headline="Ohne Titel", lead="", text="", **values):
        article = make_article(headline=headline, lead=lead, body=f"<p>{text}</p>" if text else "", **values)
        index.update(article)
        return article

    return make


@pytest.fixture
def excerpts(db):
    """An outlet of whose texts only headline and lead may be shown."""
    return Source.objects.create(name="Die Welle", slug="die-welle", right="excerpt")


def search(asked, rows=None, **how):
    rows = Article.objects.published() if rows is None else rows
    return query.find(rows, query.read_question(asked), how.pop("size", 10), **how)


def headlines(asked, **how):
    by_id = Article.objects.in_bulk(search(asked, **how).ids)
    return [by_id[pk].headline for pk in search(asked, **how).ids]


def test_there_are_at_least_thirty_pairs():
    assert len(PAIRS) >= 30


@pytest.mark.parametrize("pair", PAIRS, ids=[pair[0] for pair in PAIRS])
def test_a_question_finds_its_article(enter, pair):
    asked, language, headline, lead, text = pair
    enter("Rund um den Dom", text="Die Kirche im Dorf; am Markt ein langer Samstag.")
    enter("Nothing to see", text="Move along.", language="en")
    enter(headline, lead, text, language=language)

    assert headlines(asked) == [headline]


def test_the_word_itself_ranks_before_its_forms_and_its_compounds_and_a_headline_before_the_rest(enter):
    enter("G", text="Ein Bahnhofsvorplatz.")
    enter("F", text="Die Bahnhöfe.")
    enter("E", text="Der Bahnhof.")
    enter("D", lead="Die Bahnhöfe.")
    enter("Am Bahnhofsvorplatz")
    enter("Alle Bahnhöfe")
    enter("Der Bahnhof")

    assert headlines("Bahnhof") == ["Der Bahnhof", "Alle Bahnhöfe", "Am Bahnhofsvorplatz", "D", "E", "F", "G"]


def test_among_equals_the_newest_comes_first(enter):
    now = timezone.now()
    for days in (3, 1, 2):
        enter(f"Rat tagt {days}", publish_at=now - timedelta(days=days))

    assert headlines("Rat") == ["Rat tagt 1", "Rat tagt 2", "Rat tagt 3"]


@pytest.mark.parametrize(
    "values",
    [
        {"state": "draft"},
        {"state": "withdrawn"},
        {"publish_at": timedelta(days=1)},
        {"expires_at": timedelta(minutes=-1)},
        {"embargo_until": timedelta(days=1)},
    ],
    ids=["draft", "withdrawn", "scheduled", "expired", "embargo"],
)
def test_what_is_not_public_is_not_found_and_not_counted(enter, values):
    enter("Geheimnis im Rathaus", "Geheimnis", "Geheimnis", **values)

    assert (search("Geheimnis").ids, search("Geheimnis").count) == ([], 0)
    assert query.matching_all_fields(Article.objects.all(), query.read_question("Geheimnis")).count() == 1


def test_of_an_excerpt_only_headline_and_lead_are_searched(enter, excerpts):
    enter("Der Anriss", "Ein Vorspann.", "Verborgenes im Text.", source=excerpts, kicker="Dachzeile", byline="Von Ada")

    assert headlines("Anriss Vorspann") == ["Der Anriss"]
    assert headlines("Verborgenes") == headlines('"im Text"') == headlines("Dachzeile") == headlines("Ada") == []


def test_an_excerpts_hidden_text_excludes_nothing_and_moves_nothing(enter, excerpts):
    enter("Anriss eins", "Vorspann", "Verborgenes, und ein Anriss.", source=excerpts, publish_at=timezone.now())
    enter("Anriss zwei", "Vorspann", source=excerpts, publish_at=timezone.now() - timedelta(days=1))
    enter("Anriss drei", "Vorspann", "Verborgenes")

    assert headlines("Anriss -Verborgenes") == ["Anriss eins", "Anriss zwei"]
    assert headlines("Anriss") == ["Anriss eins", "Anriss drei", "Anriss zwei"]
    assert headlines("Vorspann -Anriss") == []


def test_a_change_of_right_needs_no_new_index(enter, excerpts):
    enter("Der Anriss", text="Verborgenes", source=excerpts)
    Source.objects.filter(pk=excerpts.pk).update(right="full")

    assert headlines("Verborgenes") == ["Der Anriss"]


def test_an_excerpt_shows_no_passage_of_its_text(enter, excerpts):
    article = enter("Der Anriss", "Ein Vorspann.", "Anriss, Anriss, Verborgenes.", source=excerpts)

    shown = highlights.highlight(article, query.read_question("Anriss Verborgenes"), 200)

    assert "".join(piece.text for piece in shown.passage) == "Ein Vorspann."


def test_pages_neither_skip_nor_repeat_while_articles_arrive(enter):
    for number in range(7):
        enter(f"Rat {number}", publish_at=timezone.now() - timedelta(hours=number + 1))
    first = search("Rat", size=3)
    enter("Rat neu", publish_at=timezone.now())
    second = search("Rat", size=3, after=first.last)
    third = search("Rat", size=3, after=second.last)

    names = [Article.objects.get(pk=pk).headline for pk in first.ids + second.ids + third.ids]
    assert names == [f"Rat {number}" for number in range(7)]
    assert third.last is None


def test_more_hits_than_are_counted_are_said_to_be_more(enter, monkeypatch):
    monkeypatch.setattr(query, "MAX_RANKED_HITS", 3)
    monkeypatch.setattr(query, "MAX_LISTED_IDS", 2)
    for number in range(5):
        enter(f"Rat {number}", publish_at=timezone.now() - timedelta(hours=number + 1))

    result = search("Rat")

    assert (len(result.ids), result.count, result.is_capped) == (3, 3, True)
    assert headlines("Rat") == ["Rat 0", "Rat 1", "Rat 2"]


def test_the_desk_finds_while_the_last_word_is_being_typed(enter):
    enter("Straßenfest in der Südstadt", state="draft")

    def at_desk(asked):
        return query.matching_all_fields(Article.objects.all(), query.read_question(asked)).count()

    assert [at_desk("strassenf"), at_desk("südstadt straß"), at_desk("tenfest"), at_desk("-x")] == [1, 1, 0, 0]


@given(asked=st.text(max_size=600) | st.text(alphabet='"-*():^+ab\x00\ud800', max_size=60))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=examples(150),
    deadline=None,
)
def test_nothing_that_is_typed_breaks_the_search(db, asked):
    assert search(asked).count == 0
    assert query.matching_all_fields(Article.objects.all(), query.read_question(asked)).count() == 0


@pytest.mark.parametrize(
    "asked", ["Rat " * 2_500, '"' + "Rat " * 2_500, "Rat\x00haus", "(Rat", "Rat OR", "Rat NOT", "rat*", "Rat:", "'Rat"]
)
def test_a_question_however_odd_finds_what_it_names(enter, asked):
    enter("Rat haus " + "Rat " * 20)

    assert headlines(asked) == ["Rat haus " + "Rat " * 20]


# the index


def test_a_saved_article_is_found_by_its_new_words_and_no_longer_by_the_old(enter):
    article = enter("Alter Name")
    article.headline = "Neuer Name"
    revisions.save(article, None)

    assert (headlines("Alter"), headlines("Neuer")) == ([], ["Neuer Name"])


def test_what_was_rolled_back_is_not_found(enter):
    article = enter("Alter Name")
    article.headline = "Neuer Name"
    with pytest.raises(RuntimeError), transaction.atomic():
        revisions.save(article, None)
        raise RuntimeError

    assert (headlines("Alter"), headlines("Neuer")) == (["Alter Name"], [])


def test_an_imported_article_is_found_when_it_is_published(seed, db):
    article = importer.import_clip(seed("003"), "003.txt", importer.ImportDefaults(right="full")).article
    before = search("Nordkorea").ids
    publishing.publish(article, by=None, override_reason="Test")

    assert (before, search("Nordkorea").ids) == ([], [article.pk])
    assert index.compare() == index.IndexDifference([], [], True)


def test_a_deleted_article_leaves_nothing_in_the_index(enter):
    enter("Der Rat tagt").delete()

    assert SearchEntry.objects.count() == 0
    assert query.matching_all_fields(Article.objects.all(), query.read_question("Rat")).count() == 0
    assert index.compare().is_sound


def test_the_command_finds_and_mends_what_was_written_by_hand(enter, make_article, capsys):
    changed, missing = enter("Alter Name"), make_article(headline="Nie aufgenommen")
    Article.objects.filter(pk=changed.pk).update(headline="Neuer Name")

    assert index.compare() == index.IndexDifference([missing.pk], [changed.pk], True)
    with pytest.raises(CommandError):
        call_command("index", check=True)
    call_command("index")
    call_command("index", check=True)
    call_command("index", all=True)

    assert (headlines("Neuer"), headlines("Alter"), headlines("aufgenommen")) == (
        ["Neuer Name"],
        [],
        ["Nie aufgenommen"],
    )


def test_an_article_however_long_is_entered(enter):
    enter("Sehr lang", text="Anfang " + " ".join(f"wort{n}" for n in range(40_000)))

    assert headlines("Anfang") == ["Sehr lang"]
    assert headlines("wort14000") == ["Sehr lang"]


@pytest.fixture
def pictured(make_article):
    """Makes a published article with a picture that is described so."""

    def make(caption, headline="Am Hafen", **values):
        image = Image(caption=caption, **values)
        library.create(image, None)
        article = make_article(headline=headline)
        article.body = f'<p>Text.</p><figure data-image="{image.pk}"></figure>'
        revisions.save(article, None)
        return image

    return make


def test_an_article_is_found_by_what_is_said_of_its_pictures(pictured):
    pictured("Zwei Schlepper am Nordkai")

    assert headlines("Schlepper") == headlines("hafen nordkai") == ["Am Hafen"]


def test_the_passage_is_the_caption_where_only_that_answers(pictured):
    pictured("Zwei Schlepper am Nordkai")

    passage = highlights.highlight(Article.objects.get(), query.read_question("Schlepper"), 200).passage

    assert [(p.text, p.is_hit) for p in passage] == [("Zwei ", False), ("Schlepper", True), (" am Nordkai", False)]


def test_a_changed_caption_is_found_by_its_new_words_in_every_article(pictured, make_article):
    image = pictured("Zwei Schlepper")
    second = make_article(headline="Am Kai", body=f'<figure data-image="{image.pk}"></figure>')
    revisions.place_images(second)
    index.update(second)

    library.change(image, {"caption": "Zwei Kutter"}, None)

    assert sorted(headlines("Kutter")) == ["Am Hafen", "Am Kai"]
    assert headlines("Schlepper") == []


def test_a_picture_taken_out_takes_its_words_along(pictured):
    pictured("Zwei Schlepper")
    assert headlines("Schlepper") == ["Am Hafen"]
    article = Article.objects.get()
    article.body = "<p>Text.</p>"
    revisions.save(article, None)

    assert headlines("Schlepper") == []


@pytest.mark.parametrize("asked", ["Schlepper", "Text Schlepper", '"zwei Schlepper"'])
def test_a_caption_answers_as_long_as_the_picture_may_be_shown_and_not_a_day_longer(noon, pictured, monkeypatch, asked):
    today = noon.date()
    pictured("Zwei Schlepper", rights_until=today)
    assert headlines(asked) == ["Am Hafen"]

    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))
    assert headlines(asked) == []
    assert headlines("Hafen -Schlepper") == ["Am Hafen"]

    call_command("tick")
    assert headlines(asked) == []
    assert headlines("Text") == ["Am Hafen"]


def test_rights_that_are_bought_again_bring_the_caption_back(noon, pictured, monkeypatch):
    today = noon.date()
    image = pictured("Zwei Schlepper", rights_until=today)
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + timedelta(days=1))
    call_command("tick")

    library.change(image, {"rights_until": today + timedelta(days=30)}, None)

    assert headlines("Schlepper") == ["Am Hafen"]


@pytest.mark.parametrize(("before", "after"), [(None, 0), (5, 0), (0, None), (0, 5)])
def test_a_changed_last_day_counts_from_its_change_on(noon, pictured, monkeypatch, before, after):
    day = {None: None, 0: noon.date(), 5: noon.date() + timedelta(days=5)}
    image = pictured("Zwei Schlepper", rights_until=day[before])

    library.change(image, {"rights_until": day[after]}, None)
    monkeypatch.setattr(timezone, "localdate", lambda *_: noon.date() + timedelta(days=1))

    assert headlines("Schlepper") == ([] if after == 0 else ["Am Hafen"])
    call_command("tick")
    assert headlines("Schlepper") == ([] if after == 0 else ["Am Hafen"])
    assert not SearchEntry.objects.ended().exists()


def test_of_an_excerpt_no_caption_is_searched(pictured, excerpts):
    pictured("Zwei Schlepper")
    assert headlines("Schlepper") == ["Am Hafen"]
    Article.objects.update(source=excerpts)

    assert headlines("Schlepper") == []


def test_a_save_that_changes_no_word_does_not_touch_the_index(enter, django_assert_num_queries):
    article = enter("Der Rat")

    with django_assert_num_queries(1):
        index.update(article)


# whatever nobody sees among the letters, and in whatever form Unicode writes them


def found(asked):
    """The headlines that the site's search finds, however many."""
    return set(Article.objects.filter(pk__in=search(asked, size=50).ids).values_list("headline", flat=True))


def test_every_way_of_writing_is_found_by_every_way_of_asking(enter):
    word = "Ministerpräsidentenwahl"
    ways = [word, unicodedata.normalize("NFD", word), *(spread(word, unseen, 4) for unseen in UNSEEN)]
    for number, way in enumerate(ways):
        enter(f"Nr. {number}", text=f"Die {way} naht.")

    for way in [word, "Präsident", f'"die {word}"', *ways[:: 5 if examples(3) < 3 else 1]]:
        assert found(way) == {f"Nr. {number}" for number in range(len(ways))}, ascii(way)
    assert found("Minister Haus") == set()


@pytest.mark.parametrize(("language", "sentence", "words"), SENTENCES)
def test_the_database_finds_a_sentence_by_its_words_in_every_form(enter, language, sentence, words):
    for form in FORMS:
        enter(form, text=unicodedata.normalize(form, sentence), language=language)
    enter("anderes", text="Nichts davon.")

    for form in FORMS:
        assert found(unicodedata.normalize(form, words)) == set(FORMS)


def test_the_passage_shows_the_word_as_it_is_written(enter):
    article = enter("Am Herd", text="Der Quitten\u200bmarmeladen\u200bkocher rührt.")

    shown = highlights.highlight(article, query.read_question("Quittenmarmeladenkocher"), 200)

    assert [piece.text for piece in shown.passage if piece.is_hit] == ["Quitten\u200bmarmeladen\u200bkocher"]
