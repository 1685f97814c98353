"""Replies wait for the first decision about a comment above them only: those that could be read before come back."""

from typing import Any

from django.db import migrations, models


def free(apps: Any, _editor: Any) -> None:
    """Work out anew what waits, below each article where a comment was put back into the queue."""
    comments = apps.get_model("articles", "Comment").objects
    decisions = apps.get_model("articles", "Decision").objects
    decided = set(
        decisions.filter(comment__status="pending").exclude(status_before="pending").values_list("comment", flat=True)
    )
    waiting = comments.filter(waits=True, parent__in=decisions.exclude(status_before="pending").values("comment"))
    for article in waiting.order_by().values_list("article", flat=True).distinct():
        blocked: dict[int, bool] = {}
        free: list[int] = []
        rows = comments.filter(article=article).order_by("path")
        for pk, parent, status, waits in rows.values_list("pk", "parent", "status", "waits"):
            should = blocked.get(parent, False)
            if waits and not should:
                free.append(pk)
            blocked[pk] = should or (status == "pending" and pk not in decided)
        for start in range(0, len(free), 900):
            comments.filter(pk__in=free[start : start + 900]).update(waits=False)


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_waiting_below_an_article")]

    operations = [
        migrations.AlterField(
            model_name="comment",
            name="waits",
            field=models.BooleanField(
                default=False, editable=False, help_text="A comment above it has never been decided about."
            ),
        ),
        migrations.RunPython(free, migrations.RunPython.noop),
    ]
