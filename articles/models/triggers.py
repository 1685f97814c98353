"""Guards in the database that no constraint of Django can express; they hold for every writer.

Installed after every migrate, because SQLite drops a table's triggers when Django rebuilds the table.
"""

from typing import Any

from django.db import connections

SQLITE = [
    f"""
    CREATE TRIGGER IF NOT EXISTS comment_parent_same_article_{event}
    BEFORE {when} ON articles_comment
    WHEN NEW.parent_id IS NOT NULL
     AND NEW.article_id IS NOT (SELECT article_id FROM articles_comment WHERE id = NEW.parent_id)
    BEGIN SELECT RAISE(ABORT, 'comment_parent_same_article'); END
    """  # noqa: S608 - constants only
    for event, when in (("insert", "INSERT"), ("update", "UPDATE OF parent_id, article_id"))
]

POSTGRESQL = [
    """
    CREATE OR REPLACE FUNCTION comment_parent_same_article() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.parent_id IS NOT NULL AND NEW.article_id IS DISTINCT FROM
           (SELECT article_id FROM articles_comment WHERE id = NEW.parent_id) THEN
            RAISE EXCEPTION 'comment_parent_same_article' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE TRIGGER comment_parent_same_article
    BEFORE INSERT OR UPDATE OF parent_id, article_id ON articles_comment
    FOR EACH ROW EXECUTE FUNCTION comment_parent_same_article()
    """,
]


def install(using: str = "default", **_kwargs: Any) -> None:
    """Put the guards in place; running it again changes nothing."""
    connection = connections[using]
    if "articles_comment" not in connection.introspection.table_names():
        return  # a migration back to before the first one
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)
