"""Questions about what recognizers accept of others: requests, what is decided, and what of it counts."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import ExternalMicroCredential
from microcred.credentials.elsewhere import HOLDS, Elsewhere, earned_elsewhere
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import (
    AcceptanceDecision,
    AcceptanceReading,
    AcceptanceRequest,
    AcceptanceTerms,
    Activity,
)
from microcred.recognition.queries.agreements import recognizers_of, speaks_for
from microcred.recognition.queries.issued import built, names_of
from microcred.recognition.rules.reciprocity import Purpose
from microcred.recognition.rules.worth_elsewhere import Offered

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


COVERED: Final = HOLDS | {Verdict.EXPIRED}
"""What the last check of something accepted may come to: what has expired since was earned all the same."""


def accepted_of(person: Person) -> list[AcceptanceDecision]:
    """What recognizers accept of what a person holds, the newest word of each on it, with its request. It was earned
    before an acceptance ended, and stays covered as it was; but not what is no longer in their backpack, no longer
    shown to be theirs, or was taken back by its issuer."""
    rows = AcceptanceDecision.objects.filter(accepted=True, request__asked_by=person, request__held__isnull=False)
    found: dict[tuple[UUID, str, UUID | None], AcceptanceDecision] = {}
    for one in with_what_it_settles(rows).order_by("-decided_at", "-pk"):
        found.setdefault((one.request.recognizer_id, one.request.purpose, one.request.held), one)
    if not found:
        return []
    named = {held for _recognizer, _purpose, held in found if held is not None}
    held = earned_elsewhere(person, named=named)
    covered = {each.id for each in held if each.is_theirs and each.verdict in COVERED}
    return [one for one in found.values() if one.request.held in covered]


def holders_of_what_stands_nowhere() -> QuerySet[Person]:
    """Whose is accepted for renewing and was never taken over: it was decided before that was done, or what was
    accepted did not verify."""
    rows = AcceptanceDecision.objects.filter(accepted=True, request__purpose=Purpose.RENEWAL)
    taken = Activity.objects.filter(acceptance=OuterRef("pk"))
    rows = rows.filter(~Exists(taken), request__held__isnull=False)
    return Person.objects.filter(pk__in=rows.values("request__asked_by")).order_by("pk")


def with_what_it_settles(rows: QuerySet[AcceptanceDecision]) -> QuerySet[AcceptanceDecision]:
    """Decisions with everything that rules are told of what was accepted."""
    built_on = "request__edition__builds_on__framework"
    return rows.select_related("request__recognizer", "request__terms", "request__edition__framework", built_on)


def as_offered(decision: AcceptanceDecision) -> Offered:
    """What was accepted of somebody's, as the rules of its recognizer look at it: for how many hours it was accepted,
    by which quality standards, and what the recognizer's terms settle."""
    request = decision.request
    if request.held is None or request.earned_at is None:
        raise TypeError("this is about a design")
    return Offered(
        id=str(request.held),
        title=request.title,
        micro_credential=str(request.held),
        hours=decision.hours,
        issuer=request.issuer_name,
        issuer_kind="",
        earned_at=request.earned_at,
        frameworks=names_of(built(request.edition)),
        scored_here=None,
        facts=tuple(request.terms.holds),
        accepted_as=request.terms.counts_as,
    )
