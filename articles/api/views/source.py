"""Outlets and agencies."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from articles.api.serializers import SourceSerializer
from articles.api.views.public import PublicDetailView, PublicListView
from articles.models import Source
from articles.models.taxonomy.source import SourceQuerySet


@extend_schema_view(get=extend_schema(operation_id="listSources", summary="Outlets and agencies of published articles"))
class SourceListView(PublicListView):
    """Sources, by name."""

    serializer_class = SourceSerializer

    def get_queryset(self) -> SourceQuerySet:
        """Those that something public names."""
        return Source.objects.public()


@extend_schema_view(get=extend_schema(operation_id="getSource", summary="One outlet or agency, by slug or id"))
class SourceDetailView(PublicDetailView):
    """One source."""

    serializer_class = SourceSerializer

    def get_queryset(self) -> SourceQuerySet:
        """Those that something public names."""
        return Source.objects.public()


@extend_schema_view(get=extend_schema(operation_id="listAgencies", summary="Agencies of published articles"))
class AgencyListView(SourceListView):
    """Agencies, by name."""

    def get_queryset(self) -> SourceQuerySet:
        """The agencies among the sources."""
        return super().get_queryset().agencies()


@extend_schema_view(get=extend_schema(operation_id="getAgency", summary="One agency, by slug or id"))
class AgencyDetailView(SourceDetailView):
    """One agency."""

    def get_queryset(self) -> SourceQuerySet:
        """The agencies among the sources."""
        return super().get_queryset().agencies()
