"""Triggers for rules that no constraint of Django can express; they hold for every writer.

Installed after every migrate, because SQLite drops a table's triggers when Django rebuilds the table.
"""

from typing import Any

from django.db import connections

COMMENT, AUDIT, DECISION = "articles_comment", "articles_auditentry", "articles_decision"

SQLITE = {
    COMMENT: [
        f"""
        CREATE TRIGGER IF NOT EXISTS comment_parent_same_article_{event}
        BEFORE {when} ON articles_comment
        WHEN NEW.parent_id IS NOT NULL
         AND NEW.article_id IS NOT (SELECT article_id FROM articles_comment WHERE id = NEW.parent_id)
        BEGIN SELECT RAISE(ABORT, 'comment_parent_same_article'); END
        """  # noqa: S608 - constants only
        for event, when in (("insert", "INSERT"), ("update", "UPDATE OF parent_id, article_id"))
    ],
    # An entry may lose its text, for the erasure of a person's data; it never gets another.
    AUDIT: [
        """
        CREATE TRIGGER IF NOT EXISTS audit_is_kept_delete
        BEFORE DELETE ON articles_auditentry
        BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS audit_is_kept_update
        BEFORE UPDATE ON articles_auditentry
        WHEN NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.verb IS NOT OLD.verb
          OR NEW.noun IS NOT OLD.noun OR NEW.object_id IS NOT OLD.object_id OR NEW.version IS NOT OLD.version
          OR (NEW.by_id IS NOT OLD.by_id AND NEW.by_id IS NOT NULL)
          OR (NEW.object_text IS NOT OLD.object_text AND NEW.object_text IS NOT '')
          OR (NEW.reason IS NOT OLD.reason AND NEW.reason IS NOT '')
          OR (NEW.details IS NOT OLD.details AND NEW.details IS NOT '{}')
        BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END
        """,
    ],
    # A decision may lose its text, for the erasure of a person's data. It gets another only together with the time
    # at which a name in it was replaced, so that no change is silent.
    DECISION: [
        """
        CREATE TRIGGER IF NOT EXISTS decision_is_kept_update
        BEFORE UPDATE ON articles_decision
        WHEN NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.verb IS NOT OLD.verb
          OR NEW.comment_id IS NOT OLD.comment_id OR NEW.status_before IS NOT OLD.status_before
          OR NEW.reason_code IS NOT OLD.reason_code OR NEW.legal_ground IS NOT OLD.legal_ground
          OR NEW.batch IS NOT OLD.batch
          OR (NEW.by_id IS NOT OLD.by_id AND NEW.by_id IS NOT NULL)
          OR (NEW.name_replaced_at IS NULL AND OLD.name_replaced_at IS NOT NULL)
          OR (NEW.name_replaced_at IS OLD.name_replaced_at AND NEW.note IS NOT OLD.note AND NEW.note IS NOT '')
          OR (NEW.name_replaced_at IS OLD.name_replaced_at
              AND NEW.text_before IS NOT OLD.text_before AND NEW.text_before IS NOT '')
        BEGIN SELECT RAISE(ABORT, 'decision_is_append_only'); END
        """,
    ],
}

POSTGRESQL = {
    COMMENT: [
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
    ],
    AUDIT: [
        """
        CREATE OR REPLACE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'audit_is_append_only' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE OR REPLACE TRIGGER audit_is_kept_delete BEFORE DELETE ON articles_auditentry
        FOR EACH ROW EXECUTE FUNCTION audit_is_kept()
        """,
        """
        CREATE OR REPLACE TRIGGER audit_is_kept_truncate BEFORE TRUNCATE ON articles_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept()
        """,
        """
        CREATE OR REPLACE TRIGGER audit_is_kept_update BEFORE UPDATE ON articles_auditentry
        FOR EACH ROW WHEN (
            (NEW.id, NEW.at, NEW.verb, NEW.noun) IS DISTINCT FROM (OLD.id, OLD.at, OLD.verb, OLD.noun)
            OR NEW.object_id IS DISTINCT FROM OLD.object_id OR NEW.version IS DISTINCT FROM OLD.version
            OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL)
            OR (NEW.object_text IS DISTINCT FROM OLD.object_text AND NEW.object_text <> '')
            OR (NEW.reason IS DISTINCT FROM OLD.reason AND NEW.reason <> '')
            OR (NEW.details IS DISTINCT FROM OLD.details AND NEW.details <> '{}'::jsonb)
        ) EXECUTE FUNCTION audit_is_kept()
        """,
    ],
    DECISION: [
        """
        CREATE OR REPLACE FUNCTION decision_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'decision_is_append_only' USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        """
        CREATE OR REPLACE TRIGGER decision_is_kept_update BEFORE UPDATE ON articles_decision
        FOR EACH ROW WHEN (
            (NEW.id, NEW.at, NEW.verb, NEW.comment_id, NEW.status_before, NEW.reason_code, NEW.legal_ground, NEW.batch)
            IS DISTINCT FROM
            (OLD.id, OLD.at, OLD.verb, OLD.comment_id, OLD.status_before, OLD.reason_code, OLD.legal_ground, OLD.batch)
            OR (NEW.by_id IS DISTINCT FROM OLD.by_id AND NEW.by_id IS NOT NULL)
            OR (NEW.name_replaced_at IS NULL AND OLD.name_replaced_at IS NOT NULL)
            OR (NEW.name_replaced_at IS NOT DISTINCT FROM OLD.name_replaced_at
                AND NEW.note IS DISTINCT FROM OLD.note AND NEW.note <> '')
            OR (NEW.name_replaced_at IS NOT DISTINCT FROM OLD.name_replaced_at
                AND NEW.text_before IS DISTINCT FROM OLD.text_before AND NEW.text_before <> '')
        ) EXECUTE FUNCTION decision_is_kept()
        """,
    ],
}

UNINSTALL = {  # the audit's triggers, for the one command that empties the whole database
    "sqlite": [f"DROP TRIGGER IF EXISTS audit_is_kept_{event}" for event in ("delete", "update")],
    "postgresql": [
        f"DROP TRIGGER IF EXISTS audit_is_kept_{event} ON articles_auditentry"
        for event in ("delete", "truncate", "update")
    ],
}


def install(using: str = "default", **_kwargs: Any) -> None:
    """Create the triggers; running it again changes nothing."""
    connection = connections[using]
    tables = _tables(connection)
    guards = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    with connection.cursor() as cursor:
        for table, statements in guards.items():
            for statement in statements if table in tables else ():
                cursor.execute(statement)


def _tables(connection: Any) -> set[str]:
    """The existing tables that have the columns of the triggers: a migration may go back to before one of them."""
    tables = set(connection.introspection.table_names())
    if DECISION in tables:
        with connection.cursor() as cursor:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, DECISION)}
        tables -= set() if "name_replaced_at" in columns else {DECISION}
    return tables


def uninstall(using: str = "default") -> None:
    """Drop the triggers of the audit, until `install` is called again."""
    connection = connections[using]
    if AUDIT not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in UNINSTALL[connection.vendor]:
            cursor.execute(statement)
