"""The clips whose text is nearly another one's, for the pages that show it."""

from typing import Any

from django.db.models import OuterRef, Subquery

from articles.models import Clip, ClipName, Fingerprint

MAX_SHOWN_CLIPS = 20  # later clips with nearly the same text that a page names


def near_duplicates_of(clip: Clip) -> list[dict[str, Any]]:
    """The earlier one first, then later ones, each with its name and its likeness in percent."""
    names = ClipName.objects.filter(clip=OuterRef("pk")).order_by("id").values("name")[:1]
    own = Fingerprint.objects.filter(clip=clip, near__isnull=False).values_list("near_id", "likeness")
    later = clip.near_duplicates.order_by("clip_id").values_list("clip_id", "likeness")[:MAX_SHOWN_CLIPS]
    likeness = dict([*own, *later])
    rows = Clip.objects.filter(pk__in=likeness).annotate(first_name=Subquery(names)).order_by("pk")
    return [
        {"pk": pk, "name": name or sha256[:8], "percent": int(likeness[pk] * 100)}
        for pk, name, sha256 in rows.values_list("pk", "first_name", "sha256")
    ]
