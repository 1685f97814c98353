"""Working through a queue of comments: which comments, in which order, and the address of the next one."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG, ORDER_VAR, PAGE_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles.domain.comments import claims
from articles.domain.staff import staff
from articles.models import Comment
from articles.models.comments import moderation_queue
from articles.models.comments.moderation_queue import Queue
from articles.models.fields.keys import parse_pk


@dataclass(frozen=True, slots=True)
class QueueWalk:
    """The comments that somebody works through; every address of the work carries it as its query string.

    `queue` is a code of `Queue` or empty, `article` a primary key as text or empty, and `list` the rest of the query
    string of the list that the walk began at: filters, search and order.
    """

    queue: str = ""
    article: str = ""
    list: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "QueueWalk":
        """Read the walk from the query string of an address of the work; what makes no sense is left out."""
        queue, article = query.get("queue", ""), query.get("article", "")
        return cls(queue if queue in Queue.values else "", article if parse_pk(article) else "", query.get("list", ""))

    @classmethod
    def from_list(cls, queue: str, list_query: QueryDict) -> "QueueWalk":
        """The walk through what the list shows for `list_query`, on all its pages."""
        rest = list_query.copy()
        for name in ("waiting", PAGE_VAR, ERROR_FLAG):
            rest.pop(name, None)
        article = ""
        if parse_pk(rest.get("article__id__exact", "")):
            article = str(rest.pop("article__id__exact")[-1])
        return cls(queue, article, rest.urlencode())

    def urlencode(self) -> str:
        """The query string of this walk; empty where nothing is worked through."""
        query = QueryDict(mutable=True)
        query.update({name: value for name in ("queue", "article", "list") if (value := getattr(self, name))})
        return query.urlencode()

    def list_query(self) -> QueryDict:
        """The query string of the list that shows these comments."""
        query = QueryDict(self.list, mutable=True)
        if self.queue:
            query["waiting"] = self.queue
        if self.article:
            query["article__id__exact"] = self.article
        return query

    def rows(self, page: ModelAdmin, request: HttpRequest) -> tuple[QuerySet[Comment], bool]:
        """The comments, and whether the list was ordered so that the newest come first; raises Http404."""
        rows = moderation_queue.rows(self.queue)
        if not self.list:
            return (rows.filter(article=int(self.article)) if self.article else rows), False
        list_request: Any = copy(request)
        list_request.GET = self.list_query()
        try:
            changelist = page.get_changelist_instance(list_request)
        except IncorrectLookupParameters as error:
            raise Http404(_("There is no such list.")) from error
        listed = changelist.queryset
        first = changelist.get_ordering(list_request, listed)[0] if ORDER_VAR in list_request.GET else ""
        return rows.filter(pk__in=listed.order_by().values("pk")), str(first).startswith("-")

    def next_pk(self, page: ModelAdmin, request: HttpRequest, after: int) -> int | None:
        """The comment behind `after` that nobody else has claimed, starting over at the end; None where all are done.

        Gives back the claim of this user on the one before.
        """
        rows, is_newest_first = self.rows(page, request)
        free = claims.free_for(rows, staff(request)).order_by("-pk" if is_newest_first else "pk")
        pks = free.values_list("pk", flat=True)
        onward, again = {"pk__gt": after}, {"pk__lt": after}
        if is_newest_first and after:
            onward, again = again, onward
        following = pks.filter(**onward).first() or pks.filter(**again).first()
        claims.give_back(staff(request))
        return following


def list_address(list_query: QueryDict) -> str:
    """The address of the list of comments with this query string."""
    return f"{reverse('admin:articles_comment_changelist')}?{list_query.urlencode()}"


def redirect_to_comment(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Back to the page of one comment, within the walk that the request belongs to."""
    address = reverse("admin:articles_comment_change", args=[pk])
    return HttpResponseRedirect(f"{address}?{QueueWalk.from_query(request.GET).urlencode()}".rstrip("?"))


def back_address(request: HttpRequest) -> str:
    """Where the moderator came from, if that is a page of this site; else the queue of waiting comments."""
    back = request.POST.get("next") or request.GET.get("next") or request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()) and "/reject/" not in back:
        return str(back)
    return reverse("admin:articles_comment_changelist") + "?waiting=pending"
