"""The search index: the terms of each article, and the hash of the analysis and the text that they were made of.

On SQLite the terms are text, and triggers update a full-text table (FTS5) beside it, so that no writer
can forget it; on PostgreSQL they are a tsvector with an index of their own. The terms are the same on both.
"""

from typing import Any

from django.db import DatabaseError, connection, connections, models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.articles.article import Article
from articles.models.fields.search_terms import TermsField


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Queries on entries."""

    def ended(self) -> "SearchEntryQuerySet":
        """Those that still hold a caption whose picture's rights have ended."""
        return self.filter(until__lt=timezone.localdate())


class SearchEntry(models.Model):
    """The index entry of an article, deleted with it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="search_entry")
    language = models.CharField(max_length=2, db_index=True)  # whose stemmer made the terms; empty for none
    digest = models.CharField(max_length=32)  # of the analysis, and of the text that the terms were made of
    until = models.DateField(null=True)  # the last day on which every caption in it may be read
    terms = TermsField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until"], condition=models.Q(until__isnull=False), name="search_until")]
        verbose_name = _("entry of the search")
        verbose_name_plural = _("entries of the search")

    def __str__(self) -> str:
        return f"{self.article_id}"


SQLITE_STATEMENTS = [
    # Without "columnsize" no length of a text is kept: it would be needed for bm25 only.
    """
    CREATE VIRTUAL TABLE IF NOT EXISTS articles_searchindex USING fts5(
        terms, content='articles_searchentry', content_rowid='article_id', columnsize=0, tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_comes AFTER INSERT ON articles_searchentry BEGIN
        INSERT INTO articles_searchindex (rowid, terms) VALUES (NEW.article_id, NEW.terms);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_goes AFTER DELETE ON articles_searchentry BEGIN
        INSERT INTO articles_searchindex (articles_searchindex, rowid, terms)
        VALUES ('delete', OLD.article_id, OLD.terms);
    END
    """,
    """
    CREATE TRIGGER IF NOT EXISTS search_changes AFTER UPDATE OF article_id, terms ON articles_searchentry BEGIN
        INSERT INTO articles_searchindex (articles_searchindex, rowid, terms)
        VALUES ('delete', OLD.article_id, OLD.terms);
        INSERT INTO articles_searchindex (rowid, terms) VALUES (NEW.article_id, NEW.terms);
    END
    """,
]
CHECK_SQL = "INSERT INTO articles_searchindex (articles_searchindex, rank) VALUES ('integrity-check', 1)"
POSTGRESQL_STATEMENTS = ["CREATE INDEX IF NOT EXISTS search_terms ON articles_searchentry USING gin (terms)"]

# The languages of all entries, and "" where one contains a caption that has `ended()`: read from two indexes.
CONTENT_SQL = """
    WITH RECURSIVE seen(code) AS (
        SELECT MIN(language) FROM articles_searchentry
        UNION ALL
        SELECT (SELECT MIN(language) FROM articles_searchentry WHERE language > seen.code)
        FROM seen WHERE seen.code IS NOT NULL
    )
    SELECT code FROM seen WHERE code <> ''
    UNION ALL
    SELECT '' WHERE EXISTS (SELECT 1 FROM articles_searchentry WHERE until < %s)
"""


def install(using: str = "default", **_kwargs: Any) -> None:
    """Put the full-text index in place; running it again changes nothing."""
    connection = connections[using]
    if SearchEntry._meta.db_table not in connection.introspection.table_names():
        return  # migrated back to before the search
    with connection.cursor() as cursor:
        for statement in SQLITE_STATEMENTS if connection.vendor == "sqlite" else POSTGRESQL_STATEMENTS:
            cursor.execute(statement)


def matching_ids(expression: str, vendor: str) -> RawSQL:
    """The ids of the articles whose terms match an expression in the syntax of `vendor` (see text/query_sql.py)."""
    if vendor == "postgresql":
        return RawSQL("SELECT article_id FROM articles_searchentry WHERE terms @@ %s::tsquery", [expression])
    return RawSQL("SELECT rowid FROM articles_searchindex WHERE articles_searchindex MATCH %s", [expression])


def is_sound() -> bool:
    """Whether SQLite's full-text table agrees with the entries; PostgreSQL's index belongs to the column itself."""
    if connection.vendor == "sqlite":
        try:
            with connection.cursor() as cursor:
                cursor.execute(CHECK_SQL)
        except DatabaseError:
            return False
    return True


def rebuild() -> None:
    """Rebuild SQLite's full-text table from the entries, without traces of deleted words."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO articles_searchindex (articles_searchindex) VALUES ('rebuild')")


def analyze() -> None:
    """Update the planner's statistics from a sample: without them, SQLite scans all articles for a rare word.

    Measured over 100,000 articles: 20 ms a question before, 7 ms after.
    """
    statements = ["ANALYZE articles_article, articles_searchentry"]
    if connection.vendor == "sqlite":
        statements = ["PRAGMA analysis_limit=400", "ANALYZE articles_article", "ANALYZE sqlite_schema"]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
