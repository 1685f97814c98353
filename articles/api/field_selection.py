"""Which fields of an article a request selects, what it includes, and the form of the body."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from rest_framework.request import Request

from articles.api.exceptions import bad_parameter
from articles.api.parameters import ChoiceParameter, ListParameter
from articles.api.permissions import sees_evidence
from articles.api.serializers import ArticleSerializer
from articles.domain.search import query
from articles.models import Comment, Contribution, Correction, Placement
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.lists import for_lists

OPTIONAL_FIELDS = ("images", "comments", "corrections")  # a query each
STAFF_FIELDS = frozenset({"evidence", "differences"})  # only for those of permissions.py; to others unknown words
HIGHLIGHTS = "highlights"  # only where there is a question to be found
FIELDS = tuple(name for name in ArticleSerializer._declared_fields if name not in {*STAFF_FIELDS, HIGHLIGHTS})
PLAIN_FIELDS = frozenset(FIELDS) - {"body", *OPTIONAL_FIELDS}
MAX_COMMENTS = 100

FIELD_LIST = ListParameter("fields", FIELDS, "Only these fields, beside `id` and what `include` and `body` ask for.")
BODIES = ("none", "blocks", "html", "text")
INCLUDE_DESCRIPTION = "Related objects to answer with, so that one request is enough: the whole `source`, `images`, "


@dataclass(frozen=True, slots=True)
class SelectionDefaults:
    """What an address answers where the request selects nothing."""

    body: str
    include: frozenset[str] = frozenset()
    has_evidence: bool = False
    can_be_searched: bool = False

    @property
    def parameters(self) -> tuple[ChoiceParameter, ListParameter, ListParameter]:
        """The parameters `body`, `include` and `fields`, with the defaults of this address."""
        return (
            ChoiceParameter("body", BODIES, self.body, "The form of the body."),
            self.includes(self.has_evidence),
            FIELD_LIST,
        )

    def includes(self, evidence: bool) -> ListParameter:
        """The parameter `include`, with or without what only staff may include."""
        default_text = f" If not given: {', '.join(sorted(self.include)) or 'none of them'}."
        more = (
            " `evidence` and `differences` are for staff who may see clips; for others unknown words."
            if evidence
            else ""
        )
        if self.can_be_searched:
            more += " `highlights`, with `q`: what was found, marked in headline and text."
        choices = (
            "source",
            *OPTIONAL_FIELDS,
            *([HIGHLIGHTS] if self.can_be_searched else []),
            *(sorted(STAFF_FIELDS) if evidence else []),
        )
        return ListParameter(
            "include", choices, f"{INCLUDE_DESCRIPTION}`comments` (the first 100), `corrections`.{more}{default_text}"
        )


@dataclass(frozen=True, slots=True)
class FieldSelection:
    """What one request selects: names of fields, form of the body, and whether the source is complete."""

    names: frozenset[str]
    body: str
    whole_source: bool
    question: query.SearchQuery

    def rows(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        """These articles with all that will be serialized: the number of queries does not depend on the rows."""
        related: dict[str, str | Prefetch[Any]] = {
            "topics": "topics",
            "persons": Prefetch("contributions", Contribution.objects.select_related("person")),
            "images": Prefetch("placements", Placement.objects.select_related("image")),
            "comments": Prefetch(
                "comments",
                Comment.objects.in_threads().for_readers().order_by("path")[:MAX_COMMENTS],
                to_attr="first_comments",
            ),
            "corrections": Prefetch("corrections", Correction.objects.only("article", "dated", "text")),
        }
        lookups = [lookup for name, lookup in related.items() if name in self.names]
        compares = not STAFF_FIELDS.isdisjoint(self.names)  # the evidence with what the article says now
        needs_body = compares or not self.names.isdisjoint({"body", HIGHLIGHTS})
        rows = for_lists(articles, with_body=needs_body)
        if compares:
            rows = rows.select_related("reading")
        if HIGHLIGHTS in self.names and "images" not in self.names:  # a caption may be where it was found
            lookups.append(related["images"])
        if "differences" in self.names:
            rows = rows.defer(None).defer("note", "clip__data")  # the clip's text is what is compared with
            lookups = list(dict.fromkeys([*lookups, related["images"]]))
        return rows.prefetch_related(*lookups)


def read_selection(request: Request, defaults: SelectionDefaults) -> FieldSelection:
    """Read the request: `fields` selects exactly, plus what `include` and `body` name. Raises ValidationError."""
    body, _include, fields = defaults.parameters
    include = defaults.includes(defaults.has_evidence and sees_evidence(request.user))
    body_form, included, listed = body.read(request), include.read(request), fields.read(request)
    names = set(included if included is not None else defaults.include if listed is None else ())
    names |= PLAIN_FIELDS if listed is None else listed | {"id"}
    if body_form != "none" and (listed is None or "body" in request.query_params):
        names.add("body")
    if "body" in names and body_form == "none":
        body_form = "blocks"  # the field was named without a form
    question = query.read_question(request.query_params.get("q", ""))
    if HIGHLIGHTS in names and "q" not in request.query_params:
        raise bad_parameter("include", _("There are highlights only where a question is asked with “q”."), "needs_q")
    return FieldSelection(frozenset(names), body_form, "source" in (included or ()), question)
