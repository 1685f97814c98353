"""Persons."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from articles.api.serializers import PersonSerializer
from articles.api.views.public import PublicDetailView, PublicListView
from articles.models import Person
from articles.models.taxonomy.person import PersonQuerySet


@extend_schema_view(get=extend_schema(operation_id="listPersons", summary="Persons with a part in published articles"))
class PersonListView(PublicListView):
    """Persons, by name."""

    serializer_class = PersonSerializer

    def get_queryset(self) -> PersonQuerySet:
        """Those of something public."""
        return Person.objects.public()


@extend_schema_view(get=extend_schema(operation_id="getPerson", summary="One person, by slug or id"))
class PersonDetailView(PublicDetailView):
    """One person."""

    serializer_class = PersonSerializer

    def get_queryset(self) -> PersonQuerySet:
        """Those of something public."""
        return Person.objects.public()
