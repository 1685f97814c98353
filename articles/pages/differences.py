"""The differences between clip and article, for readers, where the newsroom shows them."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from articles.formats import clip_differences as clip_differences
from articles.formats.clip_roles import ROLES
from articles.pages import rendering
from articles.pages.article import get_article, shows_differences
from articles.pages.errors import gone_when_withdrawn, read_only


@read_only
@gone_when_withdrawn
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Changed and added words in full; of what was left out only its role, because it is not ours to publish."""
    article = get_article(slug)
    if not shows_differences(article):
        raise Http404
    try:
        changes = clip_differences.differences(article)
    except clip_differences.TooLong:
        raise Http404 from None
    text = article.clip.text if article.clip else ""
    left_out = Counter(_role_label(change) for change in changes if change.kind == clip_differences.LEFT_OUT)
    changed = [
        {"role": _role_label(change), "was": text[change.start : change.end].strip(), "now": change.now.strip()}
        for change in changes
        if change.kind in {clip_differences.CHANGED, clip_differences.ADDED}
    ]
    context = {"article": article, "changed": changed, "left_out": sorted(left_out.items(), key=lambda item: -item[1])}
    return rendering.render(request, "differences", context)


def _role_label(change: clip_differences.Difference) -> str:
    return str(ROLES.get(change.role, ("", ""))[1])
