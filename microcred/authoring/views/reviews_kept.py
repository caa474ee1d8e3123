"""What somebody who looks after quality sees on the page of quality reviews."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.utils.timezone import localdate

from microcred.authoring import access
from microcred.authoring.models import QualityReview
from microcred.authoring.queries import RoundAt, rounds_kept_by
from microcred.authoring.queries.reviews import drafts_to_review, qa_reviewers
from microcred.authoring.review_forms import OpenReviewForm
from microcred.catalog.models import ReviewTrigger, Version
from microcred.catalog.queries import never_reviewed, reviews_due, stated_versions
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import places_to_keep

PER_PAGE = 30
MOST_TO_CHOOSE_FROM = 200
FIRST_UNREVIEWED = 8


def kept_by(request: HttpRequest, person: Person, form: OpenReviewForm, *, at: datetime) -> dict[str, Any]:
    """The rounds by where they stand and whose they are, what is due, and what may be judged."""
    places = list(places_to_keep(person, at=at))
    if not places:
        return {"keeps": False}
    return {
        "keeps": True,
        "places": places if len(places) > 1 else [],
        "drafts": list(drafts_to_review(person, at=at)[:MOST_TO_CHOOSE_FROM]),
        "stated": stated_versions(places)[:MOST_TO_CHOOSE_FROM],
        "kinds": ReviewTrigger.Kind.choices,
        "reviewers": qa_reviewers(at=at),
        **_rounds(request, person, places, at=at),
        **_waiting(person, places, form, at=at),
    }


def _rounds(request: HttpRequest, person: Person, places: list[Organization], *, at: datetime) -> dict[str, Any]:
    rounds = rounds_kept_by(person, at=at)
    where = next((each for each in RoundAt if each.value == request.GET.get("where")), None)
    place = next((each for each in places if each.slug == request.GET.get("organization")), None)
    if where is not None:
        rounds = rounds.filter(stands=where.value)
    if place is not None:
        rounds = rounds.filter(owner=place)
    kept = {"where": where.value if where else "", "organization": place.slug if place else ""}
    return {
        "page": Paginator(rounds, PER_PAGE).get_page(request.GET.get("page")),
        "stands": list(RoundAt),
        "where": where,
        "chosen_place": place,
        "kept_query": urlencode({name: value for name, value in kept.items() if value}),
    }


def _waiting(person: Person, places: list[Organization], form: OpenReviewForm, *, at: datetime) -> dict[str, Any]:
    """Published versions that want a review, each with the round that is open for it."""
    due = reviews_due(places, today=localdate())
    unreviewed = never_reviewed(places, today=localdate(), at=at)
    listed = list(unreviewed[:MOST_TO_CHOOSE_FROM])
    count = len(listed) if len(listed) < MOST_TO_CHOOSE_FROM else unreviewed.count()
    asked = _asked_version(person, form, at=at)
    by_kind = {"due": [each.version for each in due], "unreviewed": listed}
    known = {version.pk for versions in by_kind.values() for version in versions}
    if asked is not None and asked.pk not in known:
        by_kind["asked"] = [asked]
        known.add(asked.pk)
    rounds: dict[UUID | None, UUID] = dict(
        QualityReview.objects.filter(version__in=known, outcome__isnull=True).values_list("version", "pk")
    )
    return {
        "due": [(each, rounds.get(each.version.pk)) for each in due],
        "unreviewed": [(each, rounds.get(each.pk)) for each in listed[:FIRST_UNREVIEWED]],
        "unreviewed_count": count,
        "open_for": [(kind, free) for kind, versions in by_kind.items() if (free := _without(versions, rounds))],
    }


def _without(versions: list[Version], rounds: dict[UUID | None, UUID]) -> list[Version]:
    return [version for version in versions if version.pk not in rounds]


def _asked_version(person: Person, form: OpenReviewForm, *, at: datetime) -> Version | None:
    """The version that a link, or the form as it was sent, asks to have reviewed, where the person may have it so."""
    try:
        return access.version_to_have_reviewed(person, UUID(str(form["version"].value())), at=at)
    except (ValueError, Http404):
        return None
