"""Writes many new rows at a time, by what is known of their columns once for all of them.

Django's bulk_create() works out the SQL of each value of each row anew; an import spent a tenth of its time there.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone
from simple_history.utils import get_history_manager_for_model

COPIED_AT_ONCE = 500  # rows; SQLite may take no more than 999 values in a statement
Row = TypeVar("Row", bound=models.Model)
_Column = tuple[str, Callable[[Any, bool], Any] | None, type | None, Callable[[Any, Any], Any]]
_TEXTS = {models.CharField, models.TextField, models.SlugField, models.URLField}
_NUMBERS = {
    *(models.BigIntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField),
    *(models.ForeignKey, models.OneToOneField),
}


def insert(rows: Iterable[Row]) -> list[Row]:
    """Store new rows of one model; they get their primary keys. As with bulk_create(), no signal is sent.

    Call it in a transaction. Values are no expressions; rows that these refer to are stored before.
    """
    rows = list(rows)
    if not rows:
        return rows
    model, has_key = type(rows[0]), rows[0].pk is not None
    fields = _fields(model, has_key)
    step = max(connection.ops.bulk_batch_size(fields, rows), 1)
    with connection.cursor() as cursor:
        for first in range(0, len(rows), step):
            some = rows[first : first + step]
            cursor.execute(_sql(model, has_key, len(some)), _values(some, has_key))
            if not has_key:
                for row, (key,) in zip(some, cursor.fetchall(), strict=True):
                    row.pk = key
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def insert_with_history(rows: Iterable[Row], reason: str, by: User | None = None) -> list[Row]:
    """The same for a model with revisions: each row gets its first one, which the database copies from it."""
    rows = insert(rows)
    if rows:
        history = get_history_manager_for_model(type(rows[0])).model
        user = by or history.get_default_history_user(rows[0])
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            for first in range(0, len(rows), COPIED_AT_ONCE):
                keys = [row.pk for row in rows[first : first + COPIED_AT_ONCE]]
                values = [now, reason, user.pk if user else None, *keys]
                cursor.execute(_history_sql(type(rows[0]), len(keys)), values)
    return rows


@cache
def _fields(model: type[models.Model], has_key: bool) -> "list[models.Field[Any, Any]]":
    return [f for f in model._meta.local_concrete_fields if has_key or not f.primary_key]


@cache
def _columns(model: type[models.Model], has_key: bool) -> list[_Column]:
    """Of each column: its attribute, what is done to it before saving, which type is stored as it is, and the rest."""
    return [
        (
            field.attname,
            None if type(field).pre_save is models.Field.pre_save else field.pre_save,
            str if type(field) in _TEXTS else int if type(field) in _NUMBERS else None,
            field.get_db_prep_save,
        )
        for field in _fields(model, has_key)
    ]


def _values(rows: Sequence[models.Model], has_key: bool) -> list[Any]:
    columns = _columns(type(rows[0]), has_key)
    values = []
    for row in rows:
        held = row.__dict__
        for name, pre_save, plain, prepare in columns:
            value = held[name] if pre_save is None else pre_save(row, True)
            values.append(value if value is None or type(value) is plain else prepare(value, connection))
    return values


@cache
def _sql(model: type[models.Model], has_key: bool, count: int) -> str:
    fields = _fields(model, has_key)
    places = [f.get_placeholder(None, None, connection) if hasattr(f, "get_placeholder") else "%s" for f in fields]
    row = f"({', '.join(places)})"
    table, rows = _quoted(model._meta.db_table), ", ".join([row] * count)
    sql = f"INSERT INTO {table} ({_names(fields)}) VALUES {rows}"  # noqa: S608 - names of tables and columns
    return sql if has_key else f"{sql} RETURNING {_quoted(_key(model).column)}"


@cache
def _history_sql(model: type[models.Model], count: int) -> str:
    history = get_history_manager_for_model(model).model
    copy, table, key = (_quoted(n) for n in (history._meta.db_table, model._meta.db_table, _key(model).column))
    names, keys = _names(history.tracked_fields), ", ".join(["%s"] * count)
    return (
        f"INSERT INTO {copy} ({names}, history_date, history_change_reason, history_type, history_user_id)"  # noqa: S608
        f" SELECT {names}, %s, %s, '+', %s FROM {table} WHERE {key} IN ({keys}) ORDER BY {key}"
    )


def _names(fields: "Iterable[models.Field[Any, Any]]") -> str:
    return ", ".join(_quoted(field.column) for field in fields)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def _key(model: type[models.Model]) -> "models.Field[Any, Any]":
    key = model._meta.pk
    assert key is not None
    return key
