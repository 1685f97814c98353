"""A column that holds the terms of a text for full-text search."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Terms = tuple[Sequence[str], Sequence[str]]  # those with a position in the text, in its order; those without


if TYPE_CHECKING:
    TermsColumn = models.Field[Terms, Terms]
else:
    TermsColumn = models.Field  # Django's fields take no type arguments at run time


class TermsField(TermsColumn):
    """Terms of letters and digits only. Written and searched by SQL (`models/search.py`), never read back."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        """The type of the column."""
        return "tsvector" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Terms, connection: BaseDatabaseWrapper, prepared: bool = False) -> str:
        """The terms as one text, each with its position."""
        placed, loose = value
        if connection.vendor != "postgresql":
            return " ".join((*placed, *loose))
        return " ".join((*(f"{term}:{place}" for place, term in enumerate(placed, start=1)), *loose))

    def get_placeholder(self, value: Any, compiler: Any, connection: BaseDatabaseWrapper) -> str:
        """PostgreSQL needs the cast."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"
