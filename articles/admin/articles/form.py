"""The form of an article: what an editor types, what has to be looked at, and which version it was made from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from articles.admin.articles import image_uses as picture_uses
from articles.admin.articles.image_uses import PictureUsesField
from articles.admin.base.body_editor import BodyFormField
from articles.admin.clips import provenance, text
from articles.domain import errors
from articles.domain.articles import import_fields, publishing, revisions, rules
from articles.domain.images import image_uses
from articles.domain.imports import explanations
from articles.formats import field_evidence
from articles.models import Article

LINES = ("kicker", "headline", "subheadline", "dateline", "byline", "signoff")


class SingleLineTextarea(forms.Textarea):
    """One line of text that may need two to be seen; it grows with what is typed."""

    def __init__(self, name: str) -> None:
        """The name selects the style in which the site prints the field."""
        super().__init__({"rows": 1, "class": f"growing as-{name}"})


class ArticleForm(forms.ModelForm):
    """Saved with the version it was loaded from; a stale one is refused, and conflict_view.py shows both."""

    form_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    headline_is_checked = forms.BooleanField(
        label=_("The headline is checked"),
        required=False,
        help_text=_("It was made from the text's own words. A changed headline counts as checked."),
    )
    save_reason = forms.CharField(
        label=_("What was changed, and why"),
        max_length=200,
        required=False,
        help_text=_("For the record; shown in the list of versions."),
    )
    override_reason = forms.CharField(
        label=_("Publish in spite of open points, because"), max_length=500, required=False
    )
    body = BodyFormField(label=_("Text"), required=False)
    picture_uses = PictureUsesField(required=False)

    # What the page gives to each form that it makes; see ArticleAdmin.get_form().
    refused: tuple[errors.PublishBlocker, ...] = ()
    wants_to_publish = False
    is_only_shown = False  # an unsaved version, as it was typed

    class Meta:
        model = Article
        fields = (
            *("kicker", "headline", "subheadline", "lead", "body", "dateline", "byline", "signoff"),
            *("publish_at", "expires_at", "embargo_until", "source", "original_url", "issued_on", "issued_precision"),
            *("topics", "genre", "language", "comment_status", "moderation", "comment_days", "noindex"),
            *("responsible", "due_at", "note"),
        )
        widgets = {
            **{name: SingleLineTextarea(name) for name in LINES},
            "lead": forms.Textarea({"rows": 2, "class": "growing as-lead"}),
            "note": forms.Textarea({"rows": 3, "class": "growing"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Put what there is to say about a field beside it: open points, and where it came from."""
        super().__init__(*args, **kwargs)
        self.blocking: list[errors.PublishBlocker] = []
        self.edited: set[str] = set()
        self.proofs: dict[str, provenance.EvidenceLabel] = {}
        self.current: Article | None = None  # the saved article, once the form turns out to be stale
        self.initial["form_version"] = self.instance.version if self.instance.pk else None
        self.initial["picture_uses"] = (
            picture_uses.as_form_value(image_uses.by_image(self.instance)) if self.instance.pk else ""
        )
        if not self.instance.headline_is_provisional:
            self.fields.pop("headline_is_checked", None)
        if self.instance.pk:
            self._explain()

    def _explain(self) -> None:
        article = self.instance
        gates = publishing.checklist(article)
        self.edited = import_fields.edited_fields(article)
        starts = [s.start for s in text.segments_of(article.clip, article.reading)] if article.clip else []
        seen = explanations.reasons(article.clip, article.reading) if article.clip else {}
        self.proofs = provenance.by_field(provenance.describe_evidence(article.reading, starts, self.edited, seen=seen))
        for name, field in self.fields.items():
            parts = [_open_point(g) for g in gates if g.field == name and g not in self.refused]
            if name != "issued_precision" and (label := self.proofs.get(field_evidence.READING_NAMES.get(name, name))):
                parts.append(describe_evidence(label))
            if parts:
                field.help_text = format_html("{} {}", field.help_text, mark_safe(" ".join(parts)))
        self.blocking = [g for g in gates if g.blocks]

    def is_valid(self) -> bool:
        """What is only shown is never saved."""
        return not self.is_only_shown and super().is_valid()

    @property
    def errors(self) -> Any:
        """Nobody has asked yet whether what is only shown is in order."""
        return ErrorDict() if self.is_only_shown else super().errors

    def needs_reason(self) -> bool:
        """Whether publishing takes a reason, and is possible with one."""
        typed = bool(self.data.get("override_reason"))
        return typed or (bool(self.blocking) and all(g.may_be_overridden for g in self.blocking))

    def clean(self) -> dict[str, Any]:
        """Join what must be one line, keep dates whole, and refuse a form that is out of date."""
        data = super().clean() or {}
        for name in LINES:
            if name in data:
                data[name] = " ".join(data[name].split())
        for name in ("lead", "note"):
            if name in data:
                data[name] = data[name].replace("\r\n", "\n")
        if "headline" in data:
            self._obey("headline", rules.check_headline, self.instance.state, data["headline"])
        if "body" in data:
            self._obey("body", rules.check_body, data["body"])
        self._keep_seconds(data)
        self._check_dates(data)
        self._check_version(data)
        for gate in self.refused:
            self.add_error(gate.field if gate.field in self.fields else None, gate.message)
        if self.refused and all(g.may_be_overridden for g in self.refused):
            self.add_error("override_reason", _("Please give a reason if you want to publish in spite of this."))
        return data

    def columns(self) -> dict[str, Any]:
        """What was typed, by the article's columns; a headline that was changed or confirmed is provisional no more."""
        # Fields beside the model's form may be named like columns that a move of the workflow writes: override_reason.
        own = {field.name for field in Article._meta.concrete_fields} & set(self._meta.fields or ())
        columns = {name: value for name, value in self.cleaned_data.items() if name in own}
        if columns.get("headline") and (
            "headline" in self.changed_data or self.cleaned_data.get("headline_is_checked")
        ):
            columns["headline_is_provisional"] = False
        return columns

    def reason(self, formsets: Any) -> str:
        """What was changed, and why, as somebody has typed it; else what was changed beside the article's columns."""
        if typed := self.cleaned_data.get("save_reason"):
            return str(typed)
        if self.instance.pk is None:
            return ""
        changed: list[Any] = [f.model._meta.verbose_name_plural for f in formsets if f.has_changed()]
        if "topics" in self.changed_data:
            topics: Any = Article._meta.get_field("topics")
            changed.append(topics.verbose_name)
        if image_uses.changed_uses(self.instance, self.instance.body, self.cleaned_data["picture_uses"]):
            changed.append(_("alternative texts"))
        return ", ".join(map(str, changed))

    def _obey(self, column: str, rule: Callable[..., None], *values: Any) -> None:
        try:
            rule(*values)
        except forms.ValidationError as fault:
            self.add_error(column, fault)

    def _keep_seconds(self, data: dict[str, Any]) -> None:
        """The field shows minutes; one that was not touched stays exactly what it was."""
        for name in ("publish_at", "expires_at", "embargo_until", "due_at"):
            before = self.initial.get(name)
            if before and data.get(name) == before.replace(second=0, microsecond=0):
                data[name] = before

    def _check_dates(self, data: dict[str, Any]) -> None:
        published = self.instance.state == Article.State.PUBLISHED
        if published and "publish_at" in data and data["publish_at"] is None and "publish_at" not in self.errors:
            self.add_error("publish_at", _("A published article has a time of publication; withdraw it instead."))
        begins, ends = data.get("publish_at"), data.get("expires_at")
        if self.wants_to_publish and not published and (begins is None or begins < timezone.now()):
            begins = timezone.now()
        self._obey("expires_at", rules.check_end, begins, ends)
        day, precision = data.get("issued_on"), data.get("issued_precision")
        if day and not precision:
            data["issued_precision"] = "day"
        elif precision and not day and "issued_on" not in self.errors:
            data["issued_precision"] = ""
        elif day and precision in {"month", "year"}:
            data["issued_on"] = day.replace(day=1, month=1 if precision == "year" else day.month)

    def _check_version(self, data: dict[str, Any]) -> None:
        if not self.instance.pk:
            return
        current = Article.objects.select_for_update().get(pk=self.instance.pk)
        if current.version != data.get("form_version"):
            self.current = current
            raise forms.ValidationError(str(revisions.Conflict(current)), code="conflict")

    def version(self) -> int | None:
        """The version that this change is made from."""
        return self.cleaned_data.get("form_version")


def _open_point(gate: errors.PublishBlocker) -> SafeString:
    kind = "blocks" if gate.blocks else "asks"
    return format_html('<span class="open-point {}">{}</span>', kind, gate.message)


def describe_evidence(evidence: provenance.EvidenceLabel) -> SafeString:
    """Where a field came from, and the way to its place in the clip."""
    parts = [evidence.how, evidence.rule, evidence.sure]
    if evidence.alternatives:
        parts.append(_("also possible: %(others)s") % {"others": evidence.alternatives})
    text = format_html_join(" · ", "{}", ((part,) for part in parts if part))
    if evidence.start is not None:
        link = format_html('<a class="to-clip" href="#clip-{}">{}</a>', evidence.start, _("Show in the clip"))
        text = format_html("{} · {}", text, link)
    return format_html('<span class="proof proof-{}">{}</span>', evidence.code, text)
