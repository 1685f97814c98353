"""What can be done to many articles at once: the moves of the workflow, who is responsible, topics."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.workflow import ArticleWorkflowMixin
from articles.admin.base.bulk_actions import BulkAction, BulkActionsMixin, by_moves
from articles.domain.articles import editing, publishing, review, workflow
from articles.domain.staff import staff
from articles.models import Article, Topic


class ResponsibleForm(forms.Form):
    """Somebody who works here, or nobody."""

    responsible = forms.ModelChoiceField(
        User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        label=gettext_lazy("responsible"),
        required=False,
        empty_label=gettext_lazy("nobody"),
    )


class TopicForm(forms.Form):
    """One topic, by its name."""

    topic = forms.CharField(label=gettext_lazy("topic"), max_length=120)

    class Media:
        js = (forms.Script("admin-desk/filters.js", type="module"),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Names are offered while one types."""
        super().__init__(*args, **kwargs)
        offers = f"{reverse('admin:autocomplete')}?app_label=articles&model_name=article&field_name=topics"
        self.fields["topic"].widget.attrs |= {"data-offers": offers, "autocomplete": "off"}

    def clean_topic(self) -> Topic:
        """The topic of that name, spelt in any case."""
        found = Topic.objects.filter(name__iexact=self.cleaned_data["topic"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("There is no topic of this name."))
        return found


def make(article: Article, verb: str, by: Any, reason: str) -> Article:
    """The desk's verb for a move."""
    if verb == "publish":
        return publishing.publish(article, by=by)
    if verb == "withdraw":
        return publishing.withdraw(article, by=by, reason=reason)
    return review.apply_move(article, verb, by, reason)


def assign(request: HttpRequest, article: Article, answered: dict[str, Any]) -> bool:
    """Make somebody responsible."""
    columns = {"responsible": answered["responsible"]}
    return editing.change(article, columns, {}, staff(request), _("responsible"), article.version)


def add_topic(request: HttpRequest, article: Article, answered: dict[str, Any]) -> bool:
    """Give it the topic."""
    topics = set(article.topics.all())
    return _with_topics(request, article, topics | {answered["topic"]}, topics)


def drop_topic(request: HttpRequest, article: Article, answered: dict[str, Any]) -> bool:
    """Take the topic from it."""
    topics = set(article.topics.all())
    return _with_topics(request, article, topics - {answered["topic"]}, topics)


def _with_topics(request: HttpRequest, article: Article, wanted: set[Topic], had: set[Topic]) -> bool:
    parts = {"topics": sorted(wanted, key=lambda one: one.name)} if wanted != had else {}
    return editing.change(article, {}, parts, staff(request), _("topics"), article.version)


CHANGE = "articles.change_article"
PUBLISH_ABOUT = gettext_lazy("Those whose checklist has open points are left out; they are published one by one.")


class ArticleBulkMixin(BulkActionsMixin):
    """The list's part of the articles' admin."""

    bulk = (
        *by_moves(
            workflow.ARTICLE_MOVES, make, ArticleWorkflowMixin.about | {"publish": PUBLISH_ABOUT}, "lock", "unlock"
        ),
        BulkAction("assign", gettext_lazy("Make somebody responsible …"), CHANGE, assign, ResponsibleForm),
        BulkAction("add_topic", gettext_lazy("Add a topic …"), CHANGE, add_topic, TopicForm),
        BulkAction("drop_topic", gettext_lazy("Take a topic away …"), CHANGE, drop_topic, TopicForm),
    )
    bulk_without = ("body", "lead", "note", "clip__text")
