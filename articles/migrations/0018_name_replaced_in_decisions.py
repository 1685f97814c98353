"""Decisions may have a name replaced in their words; the guard that knew no such thing is put up anew after this."""

from typing import Any

from django.db import migrations, models


def take_the_guard_away(apps: Any, schema_editor: Any) -> None:
    """SQLite keeps a trigger as it is when one of that name is asked for again; and no column goes that one names."""
    where = "" if schema_editor.connection.vendor == "sqlite" else " ON articles_decision"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS decision_is_kept_update{where}")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_audit_entries"),
    ]

    operations = [
        migrations.RunPython(take_the_guard_away, migrations.RunPython.noop),
        migrations.AddField(
            model_name="decision",
            name="name_replaced_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="name replaced at"),
        ),
        migrations.RunPython(migrations.RunPython.noop, take_the_guard_away),
    ]
