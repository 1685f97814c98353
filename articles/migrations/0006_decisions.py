import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0005_readers_comments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="seen_at",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="When a moderator last judged it.",
                null=True,
                verbose_name="seen at",
            ),
        ),
        migrations.RunSQL(  # what somebody decided about was seen; what a command let in was not
            "UPDATE articles_comment SET seen_at = decided_at WHERE decided_by_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("seen_at", None), ("status", "approved")),
                fields=["-id"],
                name="comment_published_unread",
            ),
        ),
        migrations.AddIndex(model_name="comment", index=models.Index(fields=["author", "-id"], name="comment_by_name")),
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="claim",
                        serialize=False,
                        to="articles.comment",
                        verbose_name="reader's comment",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={"verbose_name": "claim", "verbose_name_plural": "claims", "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="at")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("approve", "approved"),
                            ("reject", "rejected"),
                            ("spam", "rejected as spam"),
                            ("cut", "passage cut"),
                            ("hold", "put back into the queue"),
                            ("undo", "undone"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                (
                    "status_before",
                    models.CharField(
                        choices=[
                            ("pending", "waits"),
                            ("approved", "approved"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
                            ("erased", "erased"),
                        ],
                        editable=False,
                        max_length=8,
                    ),
                ),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("insult", "insult"),
                            ("hate", "hate or discrimination"),
                            ("threat", "threat or violence"),
                            ("illegal", "illegal content"),
                            ("claim", "unproven claim of fact"),
                            ("personal", "personal data"),
                            ("harassment", "harassment"),
                            ("advertising", "advertising"),
                            ("spam", "spam"),
                            ("off_topic", "off topic"),
                            ("repetition", "repetition"),
                            ("unclear", "unintelligible"),
                            ("other", "other violation"),
                        ],
                        editable=False,
                        max_length=14,
                        verbose_name="reason",
                    ),
                ),
                (
                    "legal_ground",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="legal ground"),
                ),
                ("note", models.CharField(blank=True, editable=False, max_length=400, verbose_name="note")),
                (
                    "text_before",
                    models.TextField(blank=True, editable=False, verbose_name="text that was judged"),
                ),
                ("batch", models.UUIDField(editable=False, verbose_name="decided together")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="articles.comment",
                        verbose_name="reader's comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "ordering": ["-id"],
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["comment", "-id"], name="decision_by_comment"),
                    models.Index(fields=["by", "-id"], name="decision_by_person"),
                    models.Index(fields=["batch"], name="decision_by_batch"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notice",
                        serialize=False,
                        to="articles.decision",
                        verbose_name="decision",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="goes at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "default_permissions": ("view",),
                "indexes": [models.Index(condition=models.Q(("sent_at", None)), fields=["due_at"], name="notice_due")],
            },
        ),
    ]
