"""Pictures: caption and credit always, the file where there is one."""

from typing import Any

from rest_framework import serializers

from ...models import Image, Placement
from .plain import Plain


class ImageSerializer(Plain):
    """A picture. A clip often names caption and credit only: then `file` is null."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Image.Kind.choices)
    caption = serializers.CharField()
    credit = serializers.CharField(help_text="Without a label such as “Photo:”, otherwise verbatim.")
    photographer = serializers.CharField(help_text="Where the credit names one.")
    agency = serializers.CharField(help_text="The picture agency, where the credit names one.")
    alt_text = serializers.CharField(help_text="What the picture shows, for who cannot see it.")
    file = serializers.URLField(allow_null=True, help_text="null: the picture itself is not there.")
    width = serializers.IntegerField(allow_null=True, help_text="In pixels.")
    height = serializers.IntegerField(allow_null=True, help_text="In pixels.")

    def write_file(self, image: Image) -> str | None:
        """The file's address."""
        return self.absolute(image.file.url) if image.has_file else None


class PlacedImageSerializer(ImageSerializer):
    """A picture as an article shows it."""

    alt_text = serializers.CharField(help_text="What the picture shows, in this article's words where it has any.")
    is_decorative = serializers.BooleanField(help_text="Adds nothing to the text: give it an empty alternative text.")

    def to_representation(self, placement: Placement) -> dict[str, Any]:
        """The picture, with what this place says about it."""
        alone = [(name, write) for name, write in self.writers if name != "is_decorative"]
        image = {name: write(placement.image) for name, write in alone}
        alt_text = placement.alt_text or image["alt_text"]
        return {**image, "alt_text": alt_text, "is_decorative": placement.is_decorative}
