"""Which articles show a picture, and what each says of it: its alternative text, or that it is decoration."""

from collections.abc import Mapping
from dataclasses import dataclass

from articles.models import Article, Image, Placement, PreparedVersion
from articles.models.fields.body import image_ids


def used_in(image: Image) -> list[Article]:
    """The articles in whose text the picture stands, whatever their state."""
    articles = Article.objects.filter(placements__image=image).only("headline", "state", "slug", "publish_at")
    return list(articles.order_by("-pk"))


def prepared_for(image: Image) -> list[PreparedVersion]:
    """The prepared versions whose text shows the picture, once they go live."""
    waiting = PreparedVersion.objects.waiting().filter(values__body__icontains=f'data-image="{image.pk}"')
    return list(waiting.select_related("article"))


@dataclass(frozen=True, slots=True)
class ImageUse:
    """What one article says of one picture."""

    alt_text: str = ""
    is_decorative: bool = False


def by_image(article: Article) -> dict[int, ImageUse]:
    """What an article says of each of its pictures, by the picture's number."""
    return {p.image_id: ImageUse(p.alt_text, p.is_decorative) for p in article.placements.all()}


def store(article: Article, uses: Mapping[int, ImageUse]) -> None:
    """Store what an article says of its pictures; pictures that its text does not show are left out.

    Save the article first: that updates its placements from the text, and creates the revision.
    """
    for placement in Placement.objects.filter(article=article, image__in=uses):
        use = uses[placement.image_id]
        if (placement.alt_text, placement.is_decorative) != (use.alt_text, use.is_decorative):
            Placement.objects.filter(pk=placement.pk).update(alt_text=use.alt_text, is_decorative=use.is_decorative)


def changed_uses(article: Article, body: str, submitted: Mapping[int, ImageUse]) -> bool:
    """Whether `submitted` differs, for the pictures in `body`, from what is stored."""
    stored = by_image(article) if article.pk else {}
    return any(submitted.get(n, ImageUse()) != stored.get(n, ImageUse()) for n in image_ids(body) if n in submitted)
