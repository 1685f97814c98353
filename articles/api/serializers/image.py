"""Pictures: caption and credit always, the file where there is one, in every form that it is sent in."""

from typing import Any

from rest_framework import serializers

from articles.api.serializers.plain import PlainSerializer
from articles.models import Image, Placement
from articles.models.images.rendition_specs import KINDS, SHAPES, WHOLE


class RenditionSerializer(PlainSerializer):
    """One form of a picture; its address never shows anything else."""

    url = serializers.URLField()
    media_type = serializers.ChoiceField(list(KINDS.values()))
    width = serializers.IntegerField(help_text="In pixels.")
    height = serializers.IntegerField(help_text="In pixels.")
    crop = serializers.CharField(allow_null=True, help_text="Width to height, such as `3:2`; null: the whole picture.")


class FocalPointSerializer(PlainSerializer):
    """Where one looks first."""

    x = serializers.FloatField(help_text="0 is the left edge, 1 the right one.")
    y = serializers.FloatField(help_text="0 is the upper edge, 1 the lower one.")


class ImageSerializer(PlainSerializer):
    """A picture. A clip often names caption and credit only: then `file` is null."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Image.Kind.choices)
    caption = serializers.CharField()
    credit = serializers.CharField(help_text="Without a label such as “Photo:”, otherwise verbatim.")
    photographer = serializers.CharField(help_text="Where the credit names one.")
    agency = serializers.CharField(help_text="The picture agency, where the credit names one.")
    copyright = serializers.CharField(help_text="The copyright notice.")
    usage_terms = serializers.CharField()
    rights_until = serializers.DateField(
        allow_null=True, help_text="The last day of the rights. On the next the picture is in no answer any more."
    )
    alt_text = serializers.CharField(help_text="What the picture shows, for who cannot see it.")
    file = serializers.URLField(allow_null=True, help_text="The largest JPEG; null: the picture itself is not there.")
    width = serializers.IntegerField(allow_null=True, help_text="Of `file`, in pixels.")
    height = serializers.IntegerField(allow_null=True, help_text="Of `file`, in pixels.")
    is_series = serializers.BooleanField(
        help_text="The file holds several pictures, an animation or pages: `file` and `renditions` are the first one."
    )
    focal_point = FocalPointSerializer(allow_null=True, help_text="null without a file.")
    renditions = RenditionSerializer(many=True, help_text="Every form that it is sent in; none without a file.")

    def write_rights_until(self, image: Image) -> str | None:
        """As a date."""
        return image.rights_until.isoformat() if image.rights_until else None

    def write_file(self, image: Image) -> str | None:
        """The address of the largest rendition that everybody can read."""
        rendition = image.rendition()
        return self.absolute(rendition.url) if rendition else None

    def write_width(self, image: Image) -> int | None:
        """Of that rendition."""
        rendition = image.rendition()
        return rendition.width if rendition else None

    def write_height(self, image: Image) -> int | None:
        """Of that rendition."""
        rendition = image.rendition()
        return rendition.height if rendition else None

    def write_focal_point(self, image: Image) -> dict[str, float] | None:
        """Of a picture that can be seen."""
        return {"x": image.focal_x, "y": image.focal_y} if image.has_file else None

    def write_renditions(self, image: Image) -> list[dict[str, Any]]:
        """The whole picture first, the best format first, small to large."""
        return [
            {
                "url": self.absolute(r.url),
                "media_type": r.media_type,
                "width": r.width,
                "height": r.height,
                "crop": None if r.shape == WHOLE else "{}:{}".format(*(SHAPES[r.shape] or ())),
            }
            for r in image.renditions
        ]


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
