"""What the page shows beside the article's form: state, open points, evidence for fields, the editor's images."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.admin.articles.agency_tasks import KIND_CODES
from articles.admin.articles.form import describe_evidence
from articles.admin.base import badges, body_editor
from articles.domain.articles import publishing
from articles.models import AgencyTask, Article, ArticleAgency, Contribution, Right
from articles.models.fields import body as article_body

EVIDENCE_OF_PARTS = {ArticleAgency: "agencies", Contribution: "authors"}


def editor_context(request: HttpRequest, form: Any, media: Any) -> dict[str, Any]:
    """What the body's editor needs: its modules with the request's nonce, its labels, and the images of the body."""
    body = form["body"].value() if "body" in form.fields else form.instance.body
    return {
        "media": body_editor.editor_media(media, request),
        "editor_words": body_editor.labels(),
        "editor_pictures": body_editor.images_as_json(article_body.image_ids(article_body.clean(body or ""))),
    }


def add_evidence(form: Any, formsets: Any) -> None:
    """Give each formset of the page a `proof`: where the clip shows its rows; empty where nothing is known."""
    for formset in formsets:
        evidence = form.proofs.get(EVIDENCE_OF_PARTS.get(formset.opts.model))
        formset.proof = describe_evidence(evidence) if evidence else ""


def state_context(article: Article, form: Any) -> dict[str, Any]:
    """The article's state, the points that keep it from being public, its right to use and its last revision."""
    if article.clip_id:
        prefetch_related_objects([article], "agency_tasks")  # once, for the gates and for the list
    tasks = article.agency_tasks.all() if article.clip_id else ()
    blockers = publishing.why_not_public(article) if not form.is_bound else []
    codes = {gate.code for gate in blockers}
    gates = [*blockers, *(g for g in publishing.checklist(article) if g.code not in codes)]
    gates = gates if article.state != Article.State.PUBLISHED else blockers
    public = not form.is_bound and Article.objects.published().filter(pk=article.pk).exists()
    last = article.history.select_related("history_user").order_by("-history_date", "-history_id").first()
    return {
        "shut_gates": [(gate, _field_id(gate.field, form)) for gate in gates],
        "is_public": public,
        "public_url": article.get_absolute_url() if public else "",
        "state_word": badges.status(*badges.state_of(article)),
        "right_word": Right(article.right).label,
        "right_from": _right_source(article),
        "last_revision": last,
        "prepared_versions": list(article.prepared_versions.waiting().only("created_at", "reason", "goes_live_at")),
        "agency_tasks": [_task(task) for task in tasks if task.is_waiting],
        "needs_reason": form.needs_reason(),
    }


def _task(task: AgencyTask) -> dict[str, str]:
    """What an agency has done to the article's text, and where both are compared."""
    url = reverse("admin:articles_agencytask_change", args=[task.pk])
    return {"code": KIND_CODES[task.kind], "word": task.get_kind_display(), "url": url}


def _field_id(field: str, form: Any) -> str:
    """The HTML id of the field that an open point is about; empty where the page does not show it."""
    if field == "clip":
        return "clip-warnings" if form.instance.clip_id else ""
    return f"id_{field}" if field in form.fields else ""


def _right_source(article: Article) -> SafeString:
    """A link to the clip or the source whose right to use holds for the article."""
    clip, source = article.clip, article.source
    if clip is not None and (clip.right or source is None):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:articles_clip_change", args=[clip.pk]), _("at the clip")
        )
    if source is not None:
        return format_html('<a href="{}">{}</a>', reverse("admin:articles_source_change", args=[source.pk]), source)
    return SafeString("")
