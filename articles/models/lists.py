"""QuerySets for lists of articles with counts of other models: a module above articles and comments."""

from typing import Any

from django.db import models

from articles.models.articles.links import ArticleAgency, Placement
from articles.models.articles.querysets import ArticleQuerySet
from articles.models.clips.agency_task import AgencyTask
from articles.models.clips.reading import Reading
from articles.models.comments.comment import Comment


def for_lists(articles: ArticleQuerySet, with_body: bool = False) -> ArticleQuerySet:
    """The columns that a list shows, without bodies unless asked, and with sources in two queries."""
    agencies = models.Prefetch("article_agencies", ArticleAgency.objects.select_related("source"))
    rows = (
        articles.defer(*([] if with_body else ["body"]), "note", "clip__data", "clip__text")
        .select_related("source", "clip")
        .prefetch_related(agencies)
    )
    return with_comment_counts(rows)


def with_comment_counts(articles: ArticleQuerySet) -> ArticleQuerySet:
    """With `comment_count`, the number of comments that readers see where the article is no excerpt."""
    return articles.annotate(comment_count=_count_by_article(Comment.objects.visible()))


def for_desk(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The columns of an editor's list: flags and counts of open work, without the long texts."""
    return (
        articles.defer("body", "lead", "note", "clip__data", "clip__text")
        .select_related("source", "clip")
        .annotate(
            pending_comments=_count_by_article(Comment.objects.pending()),
            holds=models.Case(
                models.When(state__in=articles.model.UNFINISHED, then=_holds()), default=models.Value("")
            ),
            agency_kind=_agency_task("kind"),
            agency_task=_agency_task("pk"),
            missing_pictures=_count_by_article(Placement.objects.filter(image__file="")),
        )
    )


def _holds() -> models.Subquery:
    """What the latest reading of the outer article's clip holds back."""
    latest = Reading.objects.filter(clip=models.OuterRef("clip")).order_by("-id")
    return models.Subquery(latest.values("holds")[:1])


def _agency_task(column: str) -> models.Subquery:
    """That column of the outer article's first open task of an agency's later text."""
    tasks = AgencyTask.objects.waiting().filter(article=models.OuterRef("pk")).order_by("id")
    return models.Subquery(tasks.values(column)[:1])


def _count_by_article(rows: models.QuerySet[Any]) -> models.expressions.Combinable:
    """How many of `rows` belong to the article of the outer query."""
    counted = (
        rows.filter(article=models.OuterRef("pk"))
        .order_by()
        .values("article")
        .annotate(n=models.Count("pk"))
        .values("n")
    )
    return models.functions.Coalesce(models.Subquery(counted, output_field=models.IntegerField()), 0)
