"""Assigns open comments to moderators: what one has open is not offered to another."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import Claim, Comment


def claim(comment: Comment, by: User, take_over: bool = False) -> Claim | None:
    """Claim the comment; returns the claim of another moderator who has it, unless that is to be taken over."""
    now = timezone.now()
    claims = Claim.objects.filter(comment=comment)
    if not take_over:
        others = list(Claim.objects.of_others(by).filter(comment=comment).select_related("by"))
        if others:
            return others[0]
        claims = claims.exclude(pk__in=Claim.objects.of_others(by).values("pk"))
    if claims.update(by=by, at=now):
        return None
    try:
        with transaction.atomic():
            Claim.objects.create(comment=comment, by=by, at=now)
    except IntegrityError:  # somebody else was quicker
        return Claim.objects.select_related("by").exclude(by=by).filter(comment=comment).first()
    return None


def give_back(by: User) -> None:
    """Delete this moderator's claims, and the expired ones of others."""
    Claim.objects.filter(by=by).delete()
    Claim.objects.exclude(pk__in=Claim.objects.in_force().values("pk")).delete()


def free_for(rows: QuerySet[Comment], user: User) -> QuerySet[Comment]:
    """Those of `rows` that nobody else has open."""
    return rows.filter(~Exists(Claim.objects.of_others(user).filter(comment=OuterRef("pk"))))
