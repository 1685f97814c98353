"""What a request wants of an article: which fields, what is included, the body in which form."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from rest_framework.request import Request

from ..models import Comment, Contribution, Correction, Placement
from .parameters import Choice, Several
from .serializers import ArticleSerializer

ON_REQUEST = ("images", "comments", "corrections")  # a query each
FIELDS = tuple(ArticleSerializer._declared_fields)
PLAIN_FIELDS = frozenset(FIELDS) - {"body", *ON_REQUEST}
MOST_COMMENTS = 100

FIELD_LIST = Several("fields", FIELDS, "Only these fields, beside `id` and what `include` and `body` ask for.")
BODIES = ("none", "blocks", "html", "text")
WITH = "Related objects to answer with, so that one request is enough: the whole `source`, `images`, "


@dataclass(frozen=True, slots=True)
class Manner:
    """How an address answers if nothing is asked for."""

    body: str
    include: frozenset[str] = frozenset()

    @property
    def parameters(self) -> tuple[Choice, Several, Several]:
        """The three parameters, with the defaults of this address."""
        shown = f" If not given: {', '.join(sorted(self.include)) or 'none of them'}."
        return (
            Choice("body", BODIES, self.body, "The form of the body."),
            Several("include", ("source", *ON_REQUEST), f"{WITH}`comments` (the first 100), `corrections`.{shown}"),
            FIELD_LIST,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request wants: names of fields, form of the body, and whether the source comes whole."""

    names: frozenset[str]
    body: str
    whole_source: bool

    def rows(self, articles: QuerySet[Any]) -> QuerySet[Any]:
        """These articles with all that will be written of them: a number of queries that no row adds to."""
        related = {
            "topics": "topics",
            "persons": Prefetch("contributions", Contribution.objects.select_related("person")),
            "images": Prefetch("placements", Placement.objects.select_related("image")),
            "comments": Prefetch(
                "comments",
                Comment.objects.in_threads().for_readers().order_by("path")[:MOST_COMMENTS],
                to_attr="first_comments",
            ),
            "corrections": Prefetch("corrections", Correction.objects.only("article", "dated", "text")),
        }
        wanted = [look for name, look in related.items() if name in self.names]
        return articles.for_lists(with_body="body" in self.names).prefetch_related(*wanted)  # type: ignore[attr-defined]


def ask(request: Request, manner: Manner) -> Asked:
    """Read the request. With `fields` those alone come, and what `include` and `body` name beside them."""
    body, include, fields = manner.parameters
    form, included, listed = body.read(request), include.read(request), fields.read(request)
    names = set(included if included is not None else manner.include if listed is None else ())
    names |= PLAIN_FIELDS if listed is None else listed | {"id"}
    if form != "none" and (listed is None or "body" in request.query_params):
        names.add("body")
    if "body" in names and form == "none":
        form = "blocks"  # the field was named without a form
    return Asked(frozenset(names), form, whole_source="source" in (included or ()))
