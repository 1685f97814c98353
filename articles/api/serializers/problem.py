"""Problem details, for the schema; `api/exceptions.py` writes them."""

from typing import Any

from rest_framework import serializers

from articles.api.exceptions import CODES

PROBLEM_CODES = [(code, code) for code in CODES.values()]


class ProblemErrorSerializer(serializers.Serializer[Any]):
    """One thing that is wrong."""

    name = serializers.CharField(help_text="The parameter or field.")
    code = serializers.CharField(help_text="Stable, for programs.")
    message = serializers.CharField(help_text="A sentence for people, in the site's language.")


class ProblemSerializer(serializers.Serializer[Any]):
    """What went wrong (RFC 9457)."""

    type = serializers.CharField(help_text="`urn:newsroom:problem:` and the code.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.ChoiceField(PROBLEM_CODES, help_text="Stable, for programs.")
    detail = serializers.CharField(help_text="A sentence for people, in the site's language.")
    # DRF's metaclass takes the field out of the class: it hides no attribute
    errors = ProblemErrorSerializer(many=True, required=False, help_text="What is wrong with the parameters.")  # type: ignore[assignment]
    version = serializers.IntegerField(required=False, help_text="With 412: the current version.")
