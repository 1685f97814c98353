"""Which weights the parser's line model has: the shipped ones, or those that this installation has learned."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from articles.parser.line_model import weights_file


def choose_weights() -> None:
    """Point the parser to the file that PARSER_WEIGHTS names. Raises ImproperlyConfigured if there is none."""
    if not settings.PARSER_WEIGHTS:
        return
    path = Path(settings.PARSER_WEIGHTS)
    if not path.is_file():
        raise ImproperlyConfigured(f"PARSER_WEIGHTS names {path}, which is no file. `learn_corrections` writes one.")
    weights_file.choose(path)
