"""Records about an article that are made for staff, who decide about them: nobody adds, edits or deletes one."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from articles.admin.base.changelist import LargeListAdmin
from articles.admin.base.records import RecordMixin
from articles.models import Article


class ArticleRecordAdmin(RecordMixin, LargeListAdmin):
    """The pages of such records, searched by the headline of the article."""

    search_fields = ("article__headline",)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By the headline, asked of each one's article: there are far fewer of these than articles to look through."""
        for word in search_term.replace("\x00", "").split():
            of_it = Article.objects.filter(pk=OuterRef("article_id"), headline__icontains=word)
            queryset = queryset.filter(Exists(of_it))
        return queryset, False
