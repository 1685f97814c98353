# Every model is made whole, so that an article's long body is the last column of its row: lists never step over it.

import articles.models.body
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short address")),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "persons",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short address")),
                ("description", models.TextField(blank=True, verbose_name="description")),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSource",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("outlet", "outlet"), ("agency", "agency")],
                        default="outlet",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, verbose_name="short address")),
                ("homepage", models.URLField(blank=True, max_length=500, verbose_name="website")),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("unclear", "unclear"),
                            ("internal", "internal only"),
                            ("excerpt", "excerpt and link"),
                            ("full", "full text"),
                            ("own", "own text"),
                        ],
                        default="unclear",
                        help_text="Holds for every text of this source; a clip may say otherwise.",
                        max_length=10,
                        verbose_name="right to use",
                    ),
                ),
                ("right_note", models.CharField(blank=True, max_length=500, verbose_name="licence note")),
                (
                    "right_until",
                    models.DateField(blank=True, help_text="The last day of use.", null=True, verbose_name="use until"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical source",
                "verbose_name_plural": "historical sources",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="started at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("heard_at", models.DateTimeField(auto_now=True, verbose_name="last sign of life")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("reader_version", models.CharField(max_length=40, verbose_name="reader's version")),
                ("is_reread", models.BooleanField(default=False, verbose_name="reading again")),
                ("new", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("seen", models.PositiveIntegerField(default=0, verbose_name="seen")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="failed")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("outlet", "outlet"), ("agency", "agency")],
                        default="outlet",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="short address")),
                ("homepage", models.URLField(blank=True, max_length=500, verbose_name="website")),
                (
                    "right",
                    models.CharField(
                        choices=[
                            ("unclear", "unclear"),
                            ("internal", "internal only"),
                            ("excerpt", "excerpt and link"),
                            ("full", "full text"),
                            ("own", "own text"),
                        ],
                        default="unclear",
                        help_text="Holds for every text of this source; a clip may say otherwise.",
                        max_length=10,
                        verbose_name="right to use",
                    ),
                ),
                ("right_note", models.CharField(blank=True, max_length=500, verbose_name="licence note")),
                (
                    "right_until",
                    models.DateField(blank=True, help_text="The last day of use.", null=True, verbose_name="use until"),
                ),
            ],
            options={
                "verbose_name": "source",
                "verbose_name_plural": "sources",
                "ordering": ["name"],
                "constraints": [models.UniqueConstraint(fields=("kind", "name"), name="source_named_once")],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "uploaded_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="uploaded at"),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Clip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="appeared on (original)")),
                (
                    "issued_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "sha256",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="SHA-256 of the bytes"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "new"),
                            ("in_progress", "in progress"),
                            ("adopted", "adopted"),
                            ("duplicate", "duplicate"),
                            ("archive_only", "archive only"),
                            ("discarded", "discarded"),
                            ("unreadable", "unreadable"),
                        ],
                        default="new",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="size in bytes")),
                ("encoding", models.CharField(editable=False, max_length=40, verbose_name="encoding")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clips",
                        to="articles.source",
                        verbose_name="outlet",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=2000, verbose_name="address of the original")),
                (
                    "right",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unclear", "unclear"),
                            ("internal", "internal only"),
                            ("excerpt", "excerpt and link"),
                            ("full", "full text"),
                            ("own", "own text"),
                        ],
                        help_text="Overrides what is agreed with the outlet; empty: the outlet's holds.",
                        max_length=10,
                        verbose_name="right to use",
                    ),
                ),
                ("right_note", models.CharField(blank=True, max_length=500, verbose_name="licence note")),
                ("right_until", models.DateField(blank=True, null=True, verbose_name="use until")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                ("data", models.BinaryField(verbose_name="bytes")),
                ("text", models.TextField(editable=False, verbose_name="text")),
            ],
            options={
                "verbose_name": "clip",
                "verbose_name_plural": "clips",
                "ordering": ["-id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UploadedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="articles.upload",
                        verbose_name="upload",
                    ),
                ),
                ("name", models.CharField(max_length=1000, verbose_name="file")),
                ("data", models.BinaryField(verbose_name="bytes")),
                ("refused", models.TextField(blank=True, verbose_name="refused because")),
            ],
            options={
                "verbose_name": "file of an upload",
                "verbose_name_plural": "files of an upload",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalImage",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "photo"), ("video", "video still"), ("graphic", "graphic")],
                        default="photo",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("file", models.TextField(blank=True, max_length=100, verbose_name="file")),
                (
                    "width",
                    models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="width in pixels"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="height in pixels"),
                ),
                ("caption", models.TextField(blank=True, verbose_name="caption")),
                (
                    "credit",
                    models.CharField(
                        blank=True, help_text="Without a label such as “Photo:”.", max_length=500, verbose_name="credit"
                    ),
                ),
                ("photographer", models.CharField(blank=True, max_length=200, verbose_name="photographer")),
                ("agency", models.CharField(blank=True, max_length=200, verbose_name="picture agency")),
                (
                    "alt_text",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for who cannot see it.",
                        max_length=500,
                        verbose_name="alternative text",
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created at")),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical picture",
                "verbose_name_plural": "historical pictures",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("photo", "photo"), ("video", "video still"), ("graphic", "graphic")],
                        default="photo",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "file",
                    models.ImageField(
                        blank=True,
                        height_field="height",
                        upload_to="images/%Y/%m/",
                        verbose_name="file",
                        width_field="width",
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="width in pixels"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name="height in pixels"),
                ),
                ("caption", models.TextField(blank=True, verbose_name="caption")),
                (
                    "credit",
                    models.CharField(
                        blank=True, help_text="Without a label such as “Photo:”.", max_length=500, verbose_name="credit"
                    ),
                ),
                ("photographer", models.CharField(blank=True, max_length=200, verbose_name="photographer")),
                ("agency", models.CharField(blank=True, max_length=200, verbose_name="picture agency")),
                (
                    "alt_text",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for who cannot see it.",
                        max_length=500,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="images",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                ("reader_version", models.CharField(max_length=40, verbose_name="reader's version")),
                ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="read at")),
                ("warning_count", models.PositiveSmallIntegerField(default=0, verbose_name="warnings")),
                ("segments", models.JSONField(help_text="start, end, role, rule", verbose_name="segments")),
                (
                    "fields",
                    models.JSONField(
                        blank=True, help_text="the article as read; null: none found", null=True, verbose_name="fields"
                    ),
                ),
                ("evidence", models.JSONField(blank=True, default=list, verbose_name="evidence")),
                ("warnings", models.JSONField(blank=True, default=list, verbose_name="warnings")),
                ("corrections", models.JSONField(blank=True, default=list, verbose_name="set right")),
            ],
            options={
                "verbose_name": "reading",
                "verbose_name_plural": "readings",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ClipName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "clip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                ("name", models.CharField(max_length=1000, verbose_name="name")),
                ("seen_at", models.DateTimeField(auto_now_add=True, verbose_name="first seen at")),
            ],
            options={
                "verbose_name": "name of a clip",
                "verbose_name_plural": "names of clips",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("clip", "name"), name="clip_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="appeared on (original)")),
                (
                    "issued_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("approved", "approved"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("locked", "legally locked"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the headline at the first publication, and kept from then on.",
                        max_length=100,
                        null=True,
                        unique=True,
                        verbose_name="short address",
                    ),
                ),
                ("language", models.CharField(default="de", max_length=12, verbose_name="language")),
                ("kicker", models.CharField(blank=True, max_length=200, verbose_name="kicker")),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="headline")),
                (
                    "headline_is_provisional",
                    models.BooleanField(
                        default=False,
                        help_text="Made from the text's own words; please check it.",
                        verbose_name="provisional headline",
                    ),
                ),
                ("subheadline", models.CharField(blank=True, max_length=300, verbose_name="subheadline")),
                ("lead", models.TextField(blank=True, verbose_name="lead")),
                ("dateline", models.CharField(blank=True, max_length=200, verbose_name="dateline")),
                ("byline", models.CharField(blank=True, max_length=300, verbose_name="byline")),
                ("signoff", models.CharField(blank=True, max_length=300, verbose_name="sign-off")),
                (
                    "genre",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "news item"),
                            ("report", "report"),
                            ("feature", "feature"),
                            ("opinion", "opinion"),
                            ("gloss", "gloss"),
                            ("interview", "interview"),
                            ("editorial", "editorial"),
                            ("analysis", "analysis"),
                            ("review", "review"),
                        ],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.source",
                        verbose_name="outlet",
                    ),
                ),
                ("original_url", models.URLField(blank=True, max_length=2000, verbose_name="address of the original")),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="articles.reading",
                        verbose_name="reading",
                    ),
                ),
                ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="published here on")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="offline from")),
                ("embargo_until", models.DateTimeField(blank=True, null=True, verbose_name="embargo until")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="reason for the withdrawal"
                    ),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="published in spite of open points because",
                    ),
                ),
                (
                    "comments_are",
                    models.CharField(
                        choices=[("open", "open"), ("paused", "paused"), ("closed", "closed")],
                        default="open",
                        max_length=6,
                        verbose_name="comments are",
                    ),
                ),
                ("noindex", models.BooleanField(default=False, verbose_name="keep out of search engines")),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responsible_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due at")),
                ("note", models.TextField(blank=True, verbose_name="internal note")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("body", articles.models.body.BodyField(blank=True, verbose_name="text")),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="articles.topic", verbose_name="topics"
                    ),
                ),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ["-id"],
                "permissions": [
                    ("publish_article", "Can publish and withdraw articles"),
                    ("import_clip", "Can import clips"),
                ],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HistoricalArticle",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="appeared on (original)")),
                (
                    "issued_precision",
                    models.CharField(
                        blank=True,
                        choices=[("day", "day"), ("month", "month"), ("year", "year")],
                        max_length=5,
                        verbose_name="known to the",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "in review"),
                            ("approved", "approved"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("locked", "legally locked"),
                            ("discarded", "discarded"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        blank=True,
                        help_text="Made from the headline at the first publication, and kept from then on.",
                        max_length=100,
                        null=True,
                        verbose_name="short address",
                    ),
                ),
                ("language", models.CharField(default="de", max_length=12, verbose_name="language")),
                ("kicker", models.CharField(blank=True, max_length=200, verbose_name="kicker")),
                ("headline", models.CharField(blank=True, max_length=300, verbose_name="headline")),
                (
                    "headline_is_provisional",
                    models.BooleanField(
                        default=False,
                        help_text="Made from the text's own words; please check it.",
                        verbose_name="provisional headline",
                    ),
                ),
                ("subheadline", models.CharField(blank=True, max_length=300, verbose_name="subheadline")),
                ("lead", models.TextField(blank=True, verbose_name="lead")),
                ("dateline", models.CharField(blank=True, max_length=200, verbose_name="dateline")),
                ("byline", models.CharField(blank=True, max_length=300, verbose_name="byline")),
                ("signoff", models.CharField(blank=True, max_length=300, verbose_name="sign-off")),
                (
                    "genre",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "news item"),
                            ("report", "report"),
                            ("feature", "feature"),
                            ("opinion", "opinion"),
                            ("gloss", "gloss"),
                            ("interview", "interview"),
                            ("editorial", "editorial"),
                            ("analysis", "analysis"),
                            ("review", "review"),
                        ],
                        max_length=10,
                        verbose_name="genre",
                    ),
                ),
                ("original_url", models.URLField(blank=True, max_length=2000, verbose_name="address of the original")),
                ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="published here on")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="offline from")),
                ("embargo_until", models.DateTimeField(blank=True, null=True, verbose_name="embargo until")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="withdrawn at"),
                ),
                (
                    "withdrawn_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=500, verbose_name="reason for the withdrawal"
                    ),
                ),
                (
                    "override_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="published in spite of open points because",
                    ),
                ),
                (
                    "comments_are",
                    models.CharField(
                        choices=[("open", "open"), ("paused", "paused"), ("closed", "closed")],
                        default="open",
                        max_length=6,
                        verbose_name="comments are",
                    ),
                ),
                ("noindex", models.BooleanField(default=False, verbose_name="keep out of search engines")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due at")),
                ("note", models.TextField(blank=True, verbose_name="internal note")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="created at")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("body", articles.models.body.BodyField(blank=True, verbose_name="text")),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="articles.source",
                        verbose_name="outlet",
                    ),
                ),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="articles.reading",
                        verbose_name="reading",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.TextField(null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical article",
                "verbose_name_plural": "historical articles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="articles.importrun",
                        verbose_name="import",
                    ),
                ),
                ("name", models.CharField(max_length=1000, verbose_name="file")),
                (
                    "status",
                    models.CharField(
                        choices=[("new", "new"), ("changed", "changed"), ("failed", "failed")],
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                ("sentence", models.TextField(verbose_name="what became of it")),
                ("warning_count", models.PositiveSmallIntegerField(default=0, verbose_name="warnings")),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.clip",
                        verbose_name="clip",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an import",
                "verbose_name_plural": "files of an import",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contributions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="articles.person",
                        verbose_name="person",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("author", "author"),
                            ("contributor", "contributor"),
                            ("photographer", "photographer"),
                        ],
                        default="author",
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "contribution",
                "verbose_name_plural": "contributions",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="articles.image",
                        verbose_name="picture",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("alt_text", models.CharField(blank=True, max_length=500, verbose_name="alternative text here")),
                ("is_decorative", models.BooleanField(default=False, verbose_name="decorative")),
            ],
            options={
                "verbose_name": "picture of an article",
                "verbose_name_plural": "pictures of an article",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="PreparedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prepared_versions",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "waits"), ("applied", "applied"), ("dropped", "dropped")],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("values", models.JSONField(help_text="field → value", verbose_name="new values")),
                ("before", models.JSONField(verbose_name="values that they replace")),
                (
                    "reading",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="articles.reading",
                        verbose_name="reading",
                    ),
                ),
                ("goes_live_at", models.DateTimeField(blank=True, null=True, verbose_name="goes live at")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
            ],
            options={
                "verbose_name": "prepared version",
                "verbose_name_plural": "prepared versions",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="ArticleAgency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="article_agencies",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="article_agencies",
                        to="articles.source",
                        verbose_name="agency",
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("origin", "the text is the agency's"),
                            ("contributed", "with material of the agency"),
                        ],
                        default="origin",
                        max_length=12,
                        verbose_name="part",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
            ],
            options={
                "verbose_name": "agency of an article",
                "verbose_name_plural": "agencies of an article",
                "ordering": ["position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="articles.comment",
                        verbose_name="in reply to",
                    ),
                ),
                ("path", models.CharField(editable=False, max_length=2400)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "waits"),
                            ("approved", "approved"),
                            ("rejected", "rejected"),
                            ("spam", "spam"),
                            ("erased", "erased"),
                        ],
                        default="pending",
                        max_length=8,
                        verbose_name="status",
                    ),
                ),
                (
                    "waits",
                    models.BooleanField(
                        default=False, editable=False, help_text="A comment above it is still pending."
                    ),
                ),
                ("author", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("author_is_inferred", models.BooleanField(default=False, verbose_name="name is inferred")),
                ("parent_is_inferred", models.BooleanField(default=False, verbose_name="parent is inferred")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "clip",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="articles.clip",
                        verbose_name="found in clip",
                    ),
                ),
                (
                    "clip_position",
                    models.PositiveIntegerField(
                        blank=True, editable=False, null=True, verbose_name="position in the clip"
                    ),
                ),
                ("written_at", models.DateTimeField(blank=True, null=True, verbose_name="written at")),
                ("written_text", models.CharField(blank=True, max_length=100, verbose_name="time as the clip has it")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="received at")),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="decided at")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                ("decision_note", models.CharField(blank=True, max_length=500, verbose_name="reason")),
            ],
            options={
                "verbose_name": "reader's comment",
                "verbose_name_plural": "readers' comments",
                "ordering": ["-id"],
                "permissions": [("moderate_comment", "Can approve and reject readers' comments")],
                "indexes": [
                    models.Index(fields=["article", "status", "waits"], name="comment_count"),
                    models.Index(fields=["status", "-id"], name="comment_queue"),
                    models.Index(
                        condition=models.Q(("decided_at__isnull", False)),
                        fields=["-decided_at"],
                        name="comment_by_decision",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "path"), name="comment_path_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent", None), ("path__length", 6)),
                            models.Q(("parent__isnull", False), ("path__length__gte", 6)),
                            _connector="OR",
                        ),
                        name="comment_path_fits_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "erased"), ("text", "")),
                            models.Q(
                                models.Q(("status", "erased"), _negated=True), models.Q(("text", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="comment_has_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                ("dated", models.DateTimeField(default=django.utils.timezone.now, verbose_name="dated")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction notice",
                "verbose_name_plural": "correction notices",
                "ordering": ["dated", "id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="correction_has_text")
                ],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="agencies",
            field=models.ManyToManyField(
                blank=True,
                related_name="agency_articles",
                through="articles.ArticleAgency",
                to="articles.source",
                verbose_name="agencies",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="persons",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.Contribution",
                to="articles.person",
                verbose_name="persons",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="images",
            field=models.ManyToManyField(
                blank=True,
                related_name="articles",
                through="articles.Placement",
                to="articles.image",
                verbose_name="pictures",
            ),
        ),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(condition=models.Q(("file", "")), fields=["-id"], name="image_without_file"),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(("caption", ""), ("credit", ""), ("file", ""), _negated=True),
                name="image_is_not_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="contribution",
            constraint=models.UniqueConstraint(fields=("article", "person", "role"), name="contribution_once"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(fields=("article", "image"), name="placement_once"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(fields=("clip", "reader_version"), name="reading_once_per_version"),
        ),
        migrations.AddIndex(
            model_name="preparedversion",
            index=models.Index(fields=["state", "goes_live_at"], name="prepared_due"),
        ),
        migrations.AddIndex(
            model_name="clip",
            index=models.Index(fields=["state", "-id"], name="clip_by_state"),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.CheckConstraint(condition=models.Q(("sha256__length", 64)), name="clip_has_sha256"),
        ),
        migrations.AddConstraint(
            model_name="clip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_on", None), ("issued_precision", "")),
                    models.Q(("issued_on__isnull", False), ("issued_precision", "day")),
                    models.Q(("issued_on__day", 1), ("issued_precision", "month")),
                    models.Q(("issued_on__day", 1), ("issued_on__month", 1), ("issued_precision", "year")),
                    _connector="OR",
                ),
                name="clip_date_is_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="articleagency",
            constraint=models.UniqueConstraint(fields=("article", "source"), name="article_agency_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "-publish_at", "-id"], name="article_by_time"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["source", "state", "-publish_at", "-id"], name="article_by_source"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["issued_on", "issued_precision"], name="article_by_issue"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-updated_at"], name="article_by_change"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("headline_is_provisional", True)), fields=["-id"], name="article_provisional"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("publish_at__isnull", False),
                        ("slug__isnull", False),
                        models.Q(("headline", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="article_published_has_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True), name="article_slug_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(("withdrawn_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="article_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expires_at", None),
                    ("publish_at", None),
                    ("expires_at__gt", models.F("publish_at")),
                    _connector="OR",
                ),
                name="article_expires_after_publishing",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("issued_on", None), ("issued_precision", "")),
                    models.Q(("issued_on__isnull", False), ("issued_precision", "day")),
                    models.Q(("issued_on__day", 1), ("issued_precision", "month")),
                    models.Q(("issued_on__day", 1), ("issued_on__month", 1), ("issued_precision", "year")),
                    _connector="OR",
                ),
                name="article_date_is_a_period",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["uploaded_at"], name="upload_by_time"),
        ),
    ]
