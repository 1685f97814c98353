"""What was changed on the way from clip to article, for readers, where the newsroom shows it."""

from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from articles.formats import differences as told
from articles.formats.role import ROLES
from articles.pages import rendering
from articles.pages.article import find, shows_differences
from articles.pages.errors import read_only, told_when_withdrawn


@read_only
@told_when_withdrawn
def differences(request: HttpRequest, slug: str) -> HttpResponse:
    """Words that were changed or added, in full; of what was left out only what it was: it is not ours to print."""
    article = find(slug)
    if not shows_differences(article):
        raise Http404
    try:
        found = told.differences(article)
    except told.TooLong:
        raise Http404 from None
    text = article.clip.text if article.clip else ""
    left_out = Counter(_word(one) for one in found if one.kind == told.LEFT_OUT)
    changed = [
        {"role": _word(one), "was": text[one.start : one.end].strip(), "now": one.now.strip()}
        for one in found
        if one.kind in {told.CHANGED, told.ADDED}
    ]
    context = {"article": article, "changed": changed, "left_out": sorted(left_out.items(), key=lambda item: -item[1])}
    return rendering.render(request, "differences", context)


def _word(one: told.Difference) -> Any:
    return str(ROLES.get(one.role, ("", ""))[1])
