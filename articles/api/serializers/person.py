"""Persons."""

from .plain import ReferenceSerializer


class PersonSerializer(ReferenceSerializer):
    """Somebody whom bylines name."""
