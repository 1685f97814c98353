"""Form fields for files."""

from typing import Any

from django import forms


class MultipleFileInput(forms.FileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """All of them."""
        return list(files.getlist(name))
