"""Comments and reports that programs send for readers: the same rules as on the pages, no account needed."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from articles.api.addresses import absolute
from articles.api.parameters import reject_unknown
from articles.api.serializers import moderation as shape
from articles.api.throttling import ThrottledViewMixin
from articles.api.views.article import get_public_article
from articles.api.views.comment import CommentListView
from articles.domain.comments import reports, submission
from articles.models import Article, Comment


class SubmissionView(ThrottledViewMixin, GenericAPIView[Any]):
    """Accepts what anybody may send."""

    parameters: tuple[Any, ...] = ()

    def sent(self, serializer: type[Any]) -> dict[str, Any]:
        """The validated body of the request; raises ParseError and ValidationError."""
        if not isinstance(self.request.data, dict):
            raise exceptions.ParseError
        bound = serializer(data=self.request.data)
        bound.is_valid(raise_exception=True)
        return dict(bound.validated_data)

    @property
    def address(self) -> str:
        """The sender's network address; see newsroom/middleware/proxies.py."""
        return str(self.request.META.get("REMOTE_ADDR", ""))


class ArticleCommentsView(CommentListView, SubmissionView):
    """The comments of an article, and where one is sent."""

    http_method_names = ["get", "head", "post"]
    refuses = (403,)  # where comments are closed

    @extend_schema(
        operation_id="sendComment",
        summary="Send a reader's comment",
        description="It goes through the same rules as one from the page, and usually waits for the moderators.",
        request=shape.CommentInputSerializer,
        responses={201: shape.ReceivedSerializer},
    )
    def post(self, request: Request, key: str) -> Response:
        """Take it in."""
        try:
            submission.check_rate(self.address)
        except submission.SubmissionFlood as rejected:
            request.META["newsroom.come_back"] = rejected.seconds  # for newsroom.middleware.flood_gate
            raise
        data = self.sent(shape.CommentInputSerializer)
        rows = Article.objects.published().select_related("source", "clip")
        article = get_public_article(rows.defer("body", "clip__data", "clip__text"), key)
        comment = submission.submit(
            article, data["text"], data["author"], data["email"], data["parent"], address=self.address
        )
        answer = {
            "id": comment.pk,
            "state": "visible" if comment.is_visible else "waits",
            "status_url": absolute(request, reverse("comment_status", args=[comment.status_token])),
        }
        return Response(answer, 201, headers={"Cache-Control": "no-store"})


class ReportSubmissionView(SubmissionView):
    """Where a comment is reported."""

    http_method_names = ["post"]
    authentication_classes: list[Any] = []
    serializer_class = shape.ReportReceivedSerializer
    pagination_class = None
    problems = (400, 404, 406)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Reject any query parameter."""
        super().initial(request, *args, **kwargs)
        reject_unknown(request, set())

    @extend_schema(
        operation_id="reportComment",
        summary="Report a comment",
        description="`quick`: a breach of the rules. `illegal`: with explanation, place, name, e-mail and good faith.",
        request=shape.ReportInputSerializer,
        responses={201: shape.ReportReceivedSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take it in; a comment that nobody sees is not found."""
        data = self.sent(shape.ReportInputSerializer)
        visible = Comment.objects.visible().filter(article__in=Article.objects.published().in_full())
        comment = visible.filter(pk=pk).first() if pk < 2**63 else None
        if comment is None:
            raise Http404
        if data["kind"] == "quick":
            report = reports.report(comment, data.get("reason", ""), address=self.address, note=data["explanation"])
        else:
            notice = {name: data[name] for name in ("explanation", "url", "name", "email", "good_faith")}
            report = reports.notify(comment, **notice, address=self.address)
        return Response({"received_at": report.created_at}, 201, headers={"Cache-Control": "no-store"})
