"""The base of all input serializers: an unknown field is refused."""

from typing import Any

from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from rest_framework import serializers


class WebField(serializers.URLField):
    """An address on the web: readers are led there."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        message = _lazy("Give an address that begins with http:// or https://.")
        others = [validator for validator in self.validators if not isinstance(validator, URLValidator)]
        self.validators = [*others, URLValidator(schemes=["http", "https"], message=message)]


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses unknown fields: a misspelt one that is ignored would look as if it had been stored."""

    def to_internal_value(self, data: Any) -> Any:
        """The validated values; raises ValidationError for unknown fields."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError(
                {
                    name[:60]: [serializers.ErrorDetail(_("This field cannot be written."), "unknown_field")]
                    for name in unknown
                }
            )
        return super().to_internal_value(data)
