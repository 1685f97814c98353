"""Uploading clips: a dry run comes first, and nothing is written before it is confirmed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html

from articles.domain.imports import uploads
from articles.models import Article, Clip, Comment, ImportRun, Right, Source, Upload, UploadedFile
from tests.parser.formats.news_samples import NEWS_SAMPLES
from tests.parser.formats.samples import SAMPLES

ADDRESS = "/admin/articles/importrun/upload/"


@pytest.fixture
def archivist(reporter):
    """A user who may import."""
    reporter.user_permissions.add(Permission.objects.get(codename="import_clip"))
    return reporter


@pytest.fixture
def visitor(visit, archivist):
    return visit(archivist)


@pytest.fixture
def send(visitor):
    """Uploads files by name and bytes; returns the address of their dry run."""

    def upload(*files):
        sent = [SimpleUploadedFile(name, data) for name, data in files]
        response = visitor.post(ADDRESS, {"files": sent})
        assert response.status_code == 302, response.content
        return response["Location"]

    return upload


def previews(response):
    page = html.fromstring(response.content.decode())
    return [" ".join(e.text_content().split()) for e in page.find_class("file-preview")]


def test_the_dry_run_shows_the_articles_and_writes_nothing(send, visitor, seed):
    address = send(("003.txt", seed("003")))

    (preview,) = previews(visitor.get(address))

    assert preview.startswith(
        "neu 003.txt Putin in Nordkorea Plötzlich ziemlich beste Freunde Putins Nordkorea-Reise zeigt"
    )
    assert "2 Zwischentitel · 1 Bild · 9 Leserkommentare taz" in preview
    assert (Clip.objects.count(), Article.objects.count(), ImportRun.objects.count()) == (0, 0, 0)


def test_the_dry_run_shows_warnings_and_failures(send, visitor, seed):
    address = send(("000.txt", seed("000")), ("leer.txt", b""), ("bild.txt", b"\x89PNG\r\n\x1a\n" + bytes(2000)))

    provisional, empty, picture = previews(visitor.get(address))

    assert "vorläufige Überschrift" in provisional
    assert (
        "Der Ausschnitt hat keine Überschrift; aus seinen eigenen Worten wurde eine vorläufige gewählt." in provisional
    )
    assert empty == "fehlgeschlagen leer.txt Die Datei leer.txt ist leer und wurde nicht eingelesen."
    assert picture == "fehlgeschlagen bild.txt Die Datei bild.txt wurde nicht eingelesen: Bild – kein Text."


def test_the_dry_run_shows_known_clips(imported, send, visitor, seed):
    article = imported("003")

    (preview,) = previews(visitor.get(send(("anders.txt", seed("003")))))

    assert preview.startswith("bekannt anders.txt im Archiv seit")
    assert article.headline in preview


def test_identical_files_are_imported_once(send, visitor, seed):
    address = send(("a.txt", seed("003")), ("b.txt", seed("003")))

    first, second = previews(visitor.get(address))
    visitor.post(address, {"_import": "1"})

    assert first.startswith("neu a.txt")
    assert second == "bekannt b.txt dieselben Bytes wie a.txt in diesem Upload"
    assert [name.name for name in Clip.objects.get().names.all()] == ["a.txt", "b.txt"]


def test_confirmed_files_are_imported_as_drafts_with_the_values_of_the_form(send, visitor, archivist, seed):
    address = send(("003.txt", seed("003")), ("leer.txt", b""))
    values = {"source": "Der Anzeiger", "issued": "6/2024", "url": "https://example.org/a", "language": "de"}

    response = visitor.post(address, {**values, "right": "full", "_import": "1"}, follow=True)

    article, run = Article.objects.get(), ImportRun.objects.get()
    assert (article.state, str(article.source), article.original_url) == ("draft", "Der Anzeiger", values["url"])
    assert (article.issued_on, article.issued_precision) == (date(2024, 6, 1), "month")
    assert (article.right, article.language) == (Right.FULL, "de")
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}
    assert (run.by, run.new, run.failed, run.standing) == (archivist, 1, 1, "finished")
    assert response.redirect_chain[-1][0] == f"/admin/articles/importrun/{run.pk}/change/"
    assert "Importiert: 1 neu als Entwurf, 0 schon bekannt, 1 fehlgeschlagen." in response.content.decode()


def test_after_the_import_the_upload_is_gone(send, visitor, seed):
    address = send(("003.txt", seed("003")))
    visitor.post(address, {"_import": "1"})

    response = visitor.post(address, {"_import": "1"}, follow=True)

    assert "Dieser Upload ist nicht mehr da" in response.content.decode()
    assert (Upload.objects.count(), UploadedFile.objects.count(), Clip.objects.count()) == (0, 0, 1)


def test_a_file_can_be_left_out(send, visitor, seed):
    address = send(("000.txt", seed("000")), ("003.txt", seed("003")))
    left_out = UploadedFile.objects.get(name="000.txt")

    visitor.post(address, {"without": str(left_out.pk), "_import": "1"})

    assert [str(name) for name in Clip.objects.get().names.all()] == ["003.txt"]


def test_a_dropped_upload_leaves_nothing(send, visitor, seed):
    visitor.post(send(("003.txt", seed("003"))), {"_drop": "1"})

    assert (UploadedFile.objects.count(), Clip.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("issued", "31.31.2024", "Bitte geben Sie ein Datum wie 19.6.2024, 6/2024 oder 2024 ein."),
        ("issued", "1.1.0001", "Erschienen am (Original): 0001-01-01 kann nicht stimmen."),
        ("issued", "9999", "Erschienen am (Original): 9999 kann nicht stimmen."),
        ("url", "javascript:alert(1)", "Bitte geben Sie eine Adresse ein, die mit http:// oder https:// beginnt."),
        ("url", "ftp://example.org/a", "Bitte geben Sie eine Adresse ein, die mit http:// oder https:// beginnt."),
        ("language", "deutsch!", "Bitte geben Sie ein Sprachkürzel wie de, en oder pt-BR ein."),
    ],
)
def test_an_error_is_shown_at_its_field_and_the_input_is_kept(send, visitor, seed, field, typed, sentence):
    address = send(("003.txt", seed("003")))

    response = visitor.post(address, {field: typed, "source": "Der Anzeiger", "_import": "1"})

    fields_with_errors = html.fromstring(response.content.decode()).xpath("//div[contains(@class, 'errors')]")
    assert [" ".join(e.text_content().split()).startswith(sentence) for e in fields_with_errors] == [True]
    assert f'value="{typed}"' in response.content.decode() and 'value="Der Anzeiger"' in response.content.decode()
    assert (Clip.objects.count(), len(previews(response))) == (0, 1)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("19.6.2024", (date(2024, 6, 19), "day")),
        ("2024-06-19", (date(2024, 6, 19), "day")),
        ("6.2024", (date(2024, 6, 1), "month")),
        ("6/2024", (date(2024, 6, 1), "month")),
        ("2024", (date(2024, 1, 1), "year")),
    ],
)
def test_a_date_is_stored_with_its_precision(send, visitor, seed, typed, stored):
    visitor.post(send(("004.txt", seed("004"))), {"issued": typed, "_import": "1"})

    assert Clip.objects.values_list("issued_on", "issued_precision").get() == stored


def test_the_dialog_offers_files_of_every_format_that_is_read(visitor):
    page = html.fromstring(visitor.get(ADDRESS).content.decode())
    offered = page.xpath("//input[@type='file']/@accept")[0].split(",")

    missing = [name for name in {**SAMPLES, **NEWS_SAMPLES} if not name.endswith(tuple(offered))]
    assert missing == []
    assert ".xlsx" not in offered
    assert ".7z" not in offered


def test_an_upload_without_a_file_is_an_error(visitor):
    response = visitor.post(ADDRESS, {})

    assert "Bitte wählen Sie eine oder mehrere Dateien." in response.content.decode()


def test_a_file_that_is_too_large_is_refused_by_name_and_the_others_are_imported(send, visitor, seed, settings):
    settings.CLIP_MAX_BYTES = 10_000
    address = send(("groß.txt", b"x" * 10_500), ("003.txt", seed("003")))

    large, good = previews(visitor.get(address))
    visitor.post(address, {"_import": "1"})

    sentence = "Die Datei groß.txt hat 10,5 kB; angenommen werden höchstens 10 kB. Sie wurde nicht eingelesen."
    assert large == f"fehlgeschlagen groß.txt {sentence}"
    assert good.startswith("neu 003.txt")
    assert [bytes(f.data) for f in UploadedFile.objects.filter(name="groß.txt")] == []
    assert list(ImportRun.objects.get().files.values_list("status", flat=True)) == ["failed", "new"]


def test_too_many_files_and_too_many_bytes_are_refused(send, visitor, settings):
    settings.CLIP_MAX_BYTES = 1000
    many = [(f"{n}.txt", f"Satz {n}.".encode()) for n in range(uploads.MAX_FILES + 1)]
    much = [(f"{n}.txt", bytes([65 + n]) * 1000) for n in range(4)]

    assert [f.refused for f in UploadedFile.objects.filter(upload=pk_of(send(*many)))][-2:] == [
        "",
        "Es werden höchstens 50 Dateien auf einmal angenommen. 50.txt wurde nicht eingelesen.",
    ]
    assert [bool(f.refused) for f in UploadedFile.objects.filter(upload=pk_of(send(*much)))] == [False] * 3 + [True]


def pk_of(address):
    return int(address.rstrip("/").rpartition("/")[2])


def test_hostile_names_and_contents_are_text(send, visitor):
    name = "<img src=x onerror=alert(1)>\u202e.txt"
    text = "Ein ganzer Satz mit <script>alert(1)</script> steht hier, und noch einer. " * 9

    response = visitor.get(send((name, text.encode())))

    page = html.fromstring(response.content.decode())
    assert page.xpath("//img | //script[contains(., 'alert')]") == []
    assert "<img src=x onerror=alert(1)>.txt" in page.text_content()
    assert "<script>alert(1)</script>" in page.find_class("file-preview")[0].text_content()


def test_an_upload_is_visible_only_to_its_user(send, visit, admin_user, seed):
    address = send(("003.txt", seed("003")))

    response = visit(admin_user).post(address, {"_import": "1"})

    assert response["Location"] == ADDRESS
    assert (Clip.objects.count(), Upload.objects.count()) == (0, 1)


def test_an_upload_is_deleted_after_a_day(send, visitor, seed):
    address = send(("003.txt", seed("003")))
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(hours=25))

    assert visitor.get(address).status_code == 302
    send(("000.txt", seed("000")))
    assert [f.name for f in UploadedFile.objects.all()] == ["000.txt"]


def test_users_who_may_not_import_may_not_upload(visit, reporter):
    visitor = visit(reporter)

    assert visitor.get(ADDRESS).status_code == 403
    assert visitor.post(ADDRESS, {"files": [SimpleUploadedFile("a.txt", b"a")]}).status_code == 403
    assert visitor.get(f"{ADDRESS}1/").status_code == 403
    assert Upload.objects.count() == 0


def test_an_upload_without_a_csrf_token_is_refused(archivist):
    client = Client(enforce_csrf_checks=True)
    client.force_login(archivist)

    response = client.post(ADDRESS, {"files": [SimpleUploadedFile("a.txt", b"a")]})

    assert response.status_code == 403
    assert Upload.objects.count() == 0


def test_an_upload_alone_never_sets_a_right(send, visitor, seed, outlet):
    visitor.post(send(("003.txt", seed("003"))), {"_import": "1"})

    article = Article.objects.get()
    assert (article.right, Source.objects.get(name="taz").right) == ("unclear", "unclear")
    assert not Article.objects.published().exists()


@pytest.mark.parametrize("page", ["/admin/", "/admin/articles/clip/", "/admin/articles/importrun/"])
def test_the_link_to_the_upload_is_shown_only_with_the_permission(visit, archivist, editor, page):
    assert f'href="{ADDRESS}"' in visit(archivist).get(page).content.decode()
    assert f'href="{ADDRESS}"' not in visit(editor).get(page).content.decode()
