"""Questions about what recognizers accept of others: requests, what is decided, and what of it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from microcred.catalog.models import ExternalMicroCredential
from microcred.credentials.elsewhere import HOLDS, Elsewhere, earned_elsewhere
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import AcceptanceDecision, AcceptanceReading, AcceptanceRequest, AcceptanceTerms
from microcred.recognition.queries.agreements import recognizers_of, speaks_for

MOST_SHOWN = 100


def terms_in(recognizer: Organization) -> AcceptanceTerms | None:
    """How a recognizer looks at what others award: what it declared last."""
    return AcceptanceTerms.objects.filter(recognizer=recognizer).order_by("-declared_at", "-pk").first()


def recognizers_to_ask() -> QuerySet[Organization]:
    """The recognizers that have said how they look at what others award, by name."""
    said = AcceptanceTerms.objects.values("recognizer")
    return Organization.objects.filter(pk__in=said).order_by("name", "pk")


def can_be_asked_about(person: Person) -> list[Elsewhere]:
    """What a person holds of other issuers that is shown to be theirs and held when it was checked last."""
    return [held for held in earned_elsewhere(person) if held.is_theirs and held.verdict in HOLDS]


def designs_to_ask_about() -> QuerySet[ExternalMicroCredential]:
    """The micro-credentials of others to which organizations here refer, by title; the first of them."""
    return ExternalMicroCredential.objects.order_by("title", "pk")[:MOST_SHOWN]


def _requests() -> QuerySet[AcceptanceRequest]:
    return AcceptanceRequest.objects.select_related(
        "recognizer", "asked_by", "edition__framework", "terms", "design", "decision__ending"
    )


def asked_by(person: Person) -> list[AcceptanceRequest]:
    """What a person has asked, the newest first."""
    return list(_requests().filter(asked_by=person).order_by("-asked_at", "-pk")[:MOST_SHOWN])


def waiting_for(person: Person, *, at: datetime) -> list[AcceptanceRequest]:
    """What waits for a person to look at it, that which waits longest first: not their own, nor what they have read."""
    places = [each.pk for each in recognizers_of(person, at=at)]
    if not places:
        return []
    waiting = _requests().filter(recognizer__in=places, decision__isnull=True).exclude(asked_by=person)
    unread = waiting.annotate(read=Count("readings", filter=Q(readings__reviewer=person))).filter(read=0)
    return list(unread.order_by("asked_at", "pk")[:MOST_SHOWN])


def accepted_designs(*, on: date) -> list[AcceptanceRequest]:
    """The designs of others that some recognizer accepts on a day, for everyone. What people hold is not listed."""
    found = _requests().filter(
        design__isnull=False, decision__accepted=True, decision__starts_on__lte=on, decision__ends_on__gt=on
    )
    found = found.filter(Q(decision__ending__isnull=True) | Q(decision__ending__ends_on__gt=on))
    return list(found.order_by("recognizer__name", "title", "pk")[:MOST_SHOWN])


def request_to_see(person: Person, request_id: UUID, *, at: datetime) -> AcceptanceRequest | None:
    """A request that a person asked, or that is theirs to look at."""
    found = _requests().filter(pk=request_id).first()
    if found is None:
        return None
    seen = found.asked_by_id == person.pk or speaks_for(person, found.recognizer, at=at)
    return found if seen else None


def readings_of(request: AcceptanceRequest, *, to: Person) -> list[AcceptanceReading]:
    """What reviewers found. Before it is decided each sees their own alone, so that the second reads unswayed."""
    rows = request.readings.select_related("reviewer").prefetch_related("marks__component").order_by("read_at", "pk")
    if not AcceptanceDecision.objects.filter(request=request).exists():
        rows = rows.filter(reviewer=to)
    return list(rows)


@dataclass(frozen=True)
class Accepted:
    """Something that a person holds of another issuer, as a recognizer accepts it."""

    request: AcceptanceRequest
    decision: AcceptanceDecision


def accepted_of(person: Person, *, on: date) -> Iterable[Accepted]:
    """What recognizers accept of a person's on a day: decided, not ended, and holding when it was checked last."""
    asked = [one for one in asked_by(person) if one.held is not None and hasattr(one, "decision")]
    if not asked:
        return []
    holds = {held.id for held in can_be_asked_about(person)}
    return [
        Accepted(one, one.decision)
        for one in asked
        if one.held in holds and one.decision.accepted and _holds_on(one.decision, on)
    ]


def _holds_on(decision: AcceptanceDecision, on: date) -> bool:
    if decision.starts_on is None or decision.ends_on is None:
        return False
    ending = getattr(decision, "ending", None)
    return decision.starts_on <= on < decision.ends_on and (ending is None or on < ending.ends_on)
