"""Pictures."""

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view

from articles.api.filters import ImageFilterSet
from articles.api.serializers import ImageSerializer
from articles.api.views.public import PublicDetailView, PublicListView
from articles.models import Image
from articles.models.fields.keys import parse_pk
from articles.models.images.image import ImageQuerySet


@extend_schema_view(get=extend_schema(operation_id="listImages", summary="Pictures of published articles"))
class ImageListView(PublicListView):
    """Pictures."""

    serializer_class = ImageSerializer
    filterset_class = ImageFilterSet
    orders = {"-id": ("-id",)}

    def get_queryset(self) -> ImageQuerySet:
        """Those that something public shows."""
        return Image.objects.public()


@extend_schema_view(get=extend_schema(operation_id="getImage", summary="One picture, by id"))
class ImageDetailView(PublicDetailView):
    """One picture."""

    serializer_class = ImageSerializer
    problems = (400, 404, 406)

    def get_queryset(self) -> ImageQuerySet:
        """Those that something public shows."""
        return Image.objects.public()

    def get_object(self) -> Image:
        """The picture of the address: it has an id only."""
        if parse_pk(self.kwargs["key"]) is None:
            raise Http404
        image: Image = super().get_object()
        return image
