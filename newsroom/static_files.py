"""How static files are stored in production: compressed, and under names that change with what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """What a module of ours imports is named by its hash, too, so that a browser never mixes two releases."""

    support_js_module_import_aggregation = True
