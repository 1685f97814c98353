"""Bulk actions on articles: the moves of the workflow, the responsible editor, topics."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.articles.workflow import ArticleWorkflowMixin
from articles.admin.base.bulk_actions import BulkAction, by_moves
from articles.domain.articles import editing, publishing, review, workflow
from articles.domain.staff import staff
from articles.models import Article, Topic


class ResponsibleForm(forms.Form):
    """A member of staff, or nobody."""

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
        topic = Topic.objects.filter(name__iexact=self.cleaned_data["topic"].strip()).first()
        if topic is None:
            raise forms.ValidationError(_("There is no topic of this name."))
        return topic


def apply_move(article: Article, verb: str, by: Any, reason: str) -> Article:
    """Make a move of the workflow by the domain's function for it."""
    if verb == "publish":
        return publishing.publish(article, by=by)
    if verb == "withdraw":
        return publishing.withdraw(article, by=by, reason=reason)
    return review.apply_move(article, verb, by, reason)


def assign(request: HttpRequest, article: Article, data: dict[str, Any]) -> bool:
    """Set the responsible editor; return whether anything changed."""
    columns = {"responsible": data["responsible"]}
    return editing.change(article, columns, {}, staff(request), _("responsible"), article.version)


def add_topic(request: HttpRequest, article: Article, data: dict[str, Any]) -> bool:
    """Add the topic; return whether anything changed."""
    topics = set(article.topics.all())
    return _set_topics(request, article, topics | {data["topic"]}, topics)


def drop_topic(request: HttpRequest, article: Article, data: dict[str, Any]) -> bool:
    """Remove the topic; return whether anything changed."""
    topics = set(article.topics.all())
    return _set_topics(request, article, topics - {data["topic"]}, topics)


def _set_topics(request: HttpRequest, article: Article, topics: set[Topic], current: set[Topic]) -> bool:
    parts = {"topics": sorted(topics, key=lambda topic: topic.name)} if topics != current else {}
    return editing.change(article, {}, parts, staff(request), _("topics"), article.version)


CHANGE = "articles.change_article"
PUBLISH_ABOUT = gettext_lazy("Those whose checklist has open points are left out; they are published one by one.")


ACTIONS = (
    *by_moves(
        workflow.ARTICLE_MOVES, apply_move, ArticleWorkflowMixin.about | {"publish": PUBLISH_ABOUT}, "lock", "unlock"
    ),
    BulkAction("assign", gettext_lazy("Make somebody responsible …"), CHANGE, assign, ResponsibleForm),
    BulkAction("add_topic", gettext_lazy("Add a topic …"), CHANGE, add_topic, TopicForm),
    BulkAction("drop_topic", gettext_lazy("Take a topic away …"), CHANGE, drop_topic, TopicForm),
)
