"""How static files are stored in production: compressed, and under names that change with what is in them."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([\w./-]+\.css)";\n', re.MULTILINE)


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What a module of ours imports is named by its hash, too, so that a browser never mixes two releases.

    A style sheet that another imports is put into it, since a request of its own would hold up every first page.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: Mapping[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put imported style sheets into those that import them, then do as Django and whitenoise do."""
        if not dry_run:
            sheets = [name for name in paths if name.endswith(".css")]
            inlined = [name for name in sheets if self._inline_imports(name, _read(*paths[name]), paths)]
            paths = {**paths, **{name: (self, name) for name in inlined}}  # Django reads each from where this says
        yield from super().post_process(paths, dry_run, **options)

    def _inline_imports(self, name: str, css: str, paths: Mapping[str, Any]) -> bool:
        def imported(match: re.Match[str]) -> str:
            other = posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1]))
            return _read(*paths[other]) if other in paths else match[0]

        whole = IMPORT.sub(imported, css)
        if whole != css:
            Path(self.path(name)).write_text(whole, encoding="utf-8")
        return whole != css


def _read(source: Any, path: str) -> str:
    with source.open(path) as file:
        return bytes(file.read()).decode()
