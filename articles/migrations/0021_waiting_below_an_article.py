"""What waits below one article is found in the order of its list; the count of the visible ones still reads no row."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0020_lists_at_scale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_count",
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "status", "-id", "waits"], name="comment_count"),
        ),
    ]
