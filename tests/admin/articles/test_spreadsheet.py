"""The list of articles as a sheet: exported with the filters, imported after a preview, never over a newer version."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.domain.articles import revisions
from articles.formats import spreadsheet
from articles.models import Article, AuditEntry, Person, Topic

LIST = "/admin/articles/article/"


@pytest.fixture
def chief(editor, django_user_model):
    """A duty editor, who may export and import lists."""
    from django.contrib.auth.models import Permission

    editor.user_permissions.add(*Permission.objects.filter(codename__in=["export_article", "import_article"]))
    return editor


@pytest.fixture
def export(chief, visit):
    return lambda query="": b"".join(visit(chief).get(f"{LIST}export.csv{query}").streaming_content).decode()


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def as_text(rows, delimiter=","):
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def upload_sheet(chief, visit):
    """Uploads a sheet; returns the preview and a function that imports it."""
    visitor = visit(chief)

    def show(text):
        file = SimpleUploadedFile("liste.csv", text.encode() if isinstance(text, str) else text)
        preview = visitor.post(f"{LIST}import/", {"file": file})
        data = {"shown": preview.context_data["shown"], "_take_in": "1", "reason": "Korrekturgang"}
        return preview, lambda: visitor.post(f"{LIST}import/", data, follow=True)

    return show


def test_the_sheet_has_the_filtered_articles(make_article, export):
    make_article(headline="Brücke")
    make_article(headline="Turm", state="draft")

    rows = rows_of(export("?state__exact=draft"))

    assert [row["headline"] for row in rows] == ["Turm"]
    assert rows[0]["source"] == "der-anzeiger"
    assert AuditEntry.objects.get(verb="export").details["query"] == "state__exact=draft"


def test_a_sheet_is_utf8_and_contains_no_formulas(make_article, export):
    make_article(headline='=HYPERLINK("http://evil.example";"Größe")', byline="@SUM(1)", note="\t=1")

    text = export()
    row = rows_of(text)[0]

    assert text.startswith("\ufeff")
    assert row["headline"].startswith("'=HYPERLINK")
    assert (row["byline"], row["note"]) == ("'@SUM(1)", "'\t=1")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'x", "x=1", "", "'"])
def test_an_escaped_cell_is_restored(cell):
    assert spreadsheet.plain(spreadsheet.harmless(cell)) == cell
    assert not spreadsheet.harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_json_lines_are_not_escaped(make_article, chief, visit):
    make_article(headline="=Größe")

    lines = b"".join(visit(chief).get(f"{LIST}export.jsonl").streaming_content).decode().splitlines()

    assert [json.loads(line)["headline"] for line in lines] == ["=Größe"]


def test_a_longer_sheet_costs_no_more_queries(make_article, export):
    query_counts = []

    for row_count in (3, 30):
        while Article.objects.count() < row_count:
            make_article().topics.add(Topic.objects.get_or_create(name="Brücken", slug="b")[0])
        with CaptureQueriesContext(connection) as queries:
            assert len(rows_of(export())) == row_count
        query_counts.append(len(queries))

    assert query_counts[0] == query_counts[1]


def test_nothing_is_written_before_the_preview_is_confirmed(make_article, export, upload_sheet, page_text):
    make_article(headline="Brücke", state="draft")
    rows = rows_of(export())
    rows[0]["headline"] = "Neue Brücke"

    preview, confirm = upload_sheet(as_text(rows, ";"))
    text = page_text(preview)

    assert "Überschrift Brücke Neue Brücke" in text
    assert Article.objects.get().headline == "Brücke"
    confirm()
    article = Article.objects.get()
    assert (article.headline, article.version) == ("Neue Brücke", 2)
    assert article.history.first().history_change_reason == "Korrekturgang"
    assert AuditEntry.objects.get(verb="import").details["written"] == 1


def test_an_untouched_sheet_changes_nothing(make_article, export, upload_sheet):
    article = make_article(headline="=Brücke", lead="Eins.\nZwei.", issued_on="2024-06-01", issued_precision="month")
    article.topics.add(Topic.objects.create(name="B", slug="b"), Topic.objects.create(name="A", slug="a"))
    article.contributions.create(person=Person.objects.create(name="Ada", slug="ada"))

    preview, _confirm = upload_sheet(export())

    assert preview.context_data["rows"] == []
    assert not preview.context_data["may_go_on"]


def test_a_stale_row_is_refused_and_never_overwrites(make_article, export, upload_sheet, reporter, page_text):
    make_article(headline="Brücke", state="draft")
    rows = rows_of(export())
    rows[0]["headline"] = "Aus der Tabelle"
    _preview, confirm = upload_sheet(as_text(rows))
    article = Article.objects.get()
    article.headline = "Von jemand anderem"
    revisions.save(article, reporter)

    text = page_text(confirm())

    assert Article.objects.get().headline == "Von jemand anderem"
    assert "version: Der Artikel hat jetzt Fassung 2, nicht 1" in text


def test_invalid_cells_are_named_by_line_and_column(make_article, export, upload_sheet, page_text):
    for number in range(2):
        make_article(headline=f"Nummer {number}", lead="Zeile eins.\nZeile zwei.", state="draft")
    rows = rows_of(export())
    rows[0] |= {"state": "published", "issued": "gestern", "language": "?"}
    rows[1]["source"] = "niemand"

    preview, _confirm = upload_sheet(as_text(rows))
    columns_by_line = {
        row["line"]: [column for column, _message in row["problems"]] for row in preview.context_data["rows"]
    }

    assert columns_by_line == {2: ["state", "language", "issued"], 4: ["source"]}
    assert not preview.context_data["may_go_on"]


def test_an_impossible_date_is_named_with_its_column_and_its_value(make_article, export, upload_sheet):
    make_article(state="draft")
    rows = rows_of(export())
    rows[0] |= {"issued": "9999-12", "due_at": "0001-01-01T12:00"}

    preview, _confirm = upload_sheet(as_text(rows))
    (row,) = preview.context_data["rows"]

    messages_by_column = {problem[0]: problem[1] for problem in row["problems"]}
    assert messages_by_column["issued"].startswith("Erschienen am (Original): 9999-12 kann nicht stimmen.")
    assert messages_by_column["due_at"].startswith("Frist: 0001-01-01 kann nicht stimmen.")
    assert not preview.context_data["may_go_on"]


def test_the_headline_of_a_published_article_cannot_be_emptied_by_a_sheet(make_article, export, upload_sheet):
    article, other = make_article(headline="Brücke"), make_article(headline="Turm")
    rows = rows_of(export())
    for row in rows:
        row |= {"headline": ""} if row["id"] == str(article.pk) else {"kicker": "Innenstadt"}

    _preview, confirm = upload_sheet(as_text(rows))
    page = confirm().content.decode()

    assert "Bitte geben Sie eine Überschrift ein." in page
    assert Article.objects.get(pk=article.pk).headline == "Brücke"
    assert Article.objects.get(pk=other.pk).kicker == "Innenstadt"


def test_a_row_without_an_id_makes_a_draft_once(outlet, upload_sheet):
    Topic.objects.create(name="Brücken", slug="bruecken")
    text = "headline,source,topics,issued\r\nNeue Brücke,der-anzeiger,bruecken,2024-06\r\n"

    _preview, confirm = upload_sheet(text)
    confirm()
    confirm()

    article = Article.objects.get()
    assert (article.state, article.headline, article.source) == ("draft", "Neue Brücke", outlet)
    assert (str(article.issued_on), article.issued_precision) == ("2024-06-01", "month")
    assert [topic.slug for topic in article.topics.all()] == ["bruecken"]


def test_a_sheet_changes_nothing_that_its_user_may_not_change(make_article, reporter, visit):
    from django.contrib.auth.models import Permission

    reporter.user_permissions.add(*Permission.objects.filter(codename="import_article"))
    make_article(headline="Öffentlich")
    row = f"id,version,headline\r\n{Article.objects.get().pk},1,Anders\r\n"

    preview = visit(reporter).post(f"{LIST}import/", {"file": SimpleUploadedFile("x.csv", row.encode())})

    assert preview.context_data["rows"][0]["problems"]
    assert visit(reporter).get(f"{LIST}export.csv").status_code == 403


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"headline,headline\r\na,b\r\n",
        b"unbekannt\r\na\r\n",
        b"headline\r\na,b\r\n",
        "headline\r\nß".encode("latin-1"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_with_a_message(data, chief, visit):
    preview = visit(chief).post(f"{LIST}import/", {"file": SimpleUploadedFile("x.csv", data or b" ")})

    assert preview.context_data["form"].errors["file"]
    assert not Article.objects.exists()
