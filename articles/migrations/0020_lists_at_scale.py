"""Indexes by which lists at scale are answered: conditions with a value are asked for literally (models/condition.py)."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0019_captions_in_the_search"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_unseen",
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_reported",
        ),
        migrations.RemoveIndex(
            model_name="image",
            name="image_without_alt_text",
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["noun", "-id"], name="audit_by_kind"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("seen_at", None)), fields=["status", "seen_at", "-id"], name="comment_unseen"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                django.db.models.functions.text.Upper("email"),
                models.OrderBy(models.F("id"), descending=True),
                condition=models.Q(("email", ""), _negated=True),
                name="comment_by_email",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("reports_count__gt", 0)),
                fields=["-id", "status", "reports_count"],
                name="comment_reported",
            ),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                condition=models.Q(("alt_text", ""), models.Q(("file", ""), _negated=True)),
                fields=["id"],
                name="image_without_alt_text",
            ),
        ),
    ]
