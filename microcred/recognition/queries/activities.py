"""Questions about what educators did beside awards: what stands, what waits for whom, what rules are given of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import (
    AcceptanceDecision,
    AcceptanceRequest,
    Activity,
    ActivityDocument,
    ActivityRuling,
    ActivityStatement,
    DocumentSearch,
    Policy,
)
from microcred.recognition.queries.acceptances import as_offered, with_what_it_settles
from microcred.recognition.queries.keeping import educators_kept
from microcred.recognition.queries.policies import document_of, policies_about
from microcred.recognition.queries.standing import kept_by
from microcred.recognition.rules.activities import LastDay, kinds_of, last_days, topics_of, units_of
from microcred.recognition.rules.engine.record import Activity as Done
from microcred.recognition.rules.engine.record import Approval
from microcred.recognition.rules.reciprocity import Purpose

OPENED: Final = (DocumentSearch.Outcome.PASSED, DocumentSearch.Outcome.NOT_SCANNED)

_NEWER = ActivityStatement.objects.filter(activity=OuterRef("activity"), number__gt=OuterRef("number"))


def _newest() -> QuerySet[ActivityStatement]:
    """The last statement of each activity, with what was said of it."""
    found = ActivityStatement.objects.filter(~Exists(_NEWER))
    return found.select_related("activity__person", "activity__ending", "ruling__office", "ruling__ruled_by")


CONFIRMED = Q(ruling__outcome=ActivityRuling.Outcome.CONFIRMED)
TAKEN_OVER = Q(ruling__isnull=True) & ~Q(activity__source="")
STANDS = Q(activity__ending__isnull=True) & (CONFIRMED | TAKEN_OVER)
"""What rules are applied to: confirmed, or standing in the books that it was taken over from; and not ended."""
WAITS = Q(activity__ending__isnull=True, ruling__isnull=True)
"""What waits for the word of a coordinator."""


def standing_of_each(people: Sequence[UUID]) -> dict[UUID, list[ActivityStatement]]:
    """What stands of the activities of several people, by person; in two queries, one where there is nothing, and one
    more where something was accepted of other issuers."""
    found: dict[UUID, list[ActivityStatement]] = {}
    rows = _newest().filter(STANDS, among("activity__person", people, of="uuid"))
    for one in filled(list(rows.order_by("ended_on", "pk"))):
        found.setdefault(one.activity.person_id, []).append(one)
    return found


def done(one: ActivityStatement, zone: str) -> Done:
    """An activity as rules look at it.

    Args:
        zone: where days end, of the moments at which it was stated and its documents came.
    """
    if one.activity.acceptance is not None:
        return _accepted(one, one.activity.acceptance, zone)
    days = [each.attached_at for each in one.activity.papers]
    return Done.known(
        id=str(one.pk),
        kind=one.kind,
        title=one.title,
        earned_at=one.ended_on,
        started_on=one.started_on,
        requested_on=day_in(one.activity.created_at, zone) if not one.activity.source else None,
        documented_on=day_in(min(days), zone) if days else None,
        certificate_issued_on=one.certificate_on,
        amounts={one.unit: one.amount},
        topics=(one.topic,) if one.topic else (),
        issuer=one.provider,
        issuer_kind=one.provider_kind,
        level=one.level,
    )


def _accepted(one: ActivityStatement, decision: AcceptanceDecision, zone: str) -> Done:
    """What was accepted of another issuer: a micro-credential, as its recognizer's rules look at it elsewhere too. It
    was asked for, with its document, on the day of the request."""
    offered, asked = as_offered(decision), day_in(decision.request.asked_at, zone)
    return Done.known(
        id=str(one.pk),
        kind=one.kind,
        title=one.title,
        earned_at=offered.earned_at,
        started_on=one.ended_on,
        requested_on=asked,
        documented_on=asked,
        certificate_issued_on=one.certificate_on,
        amounts={one.unit: one.amount},
        micro_credential=offered.micro_credential,
        **offered.standing_in(""),
    )


def said_of(
    activities: Iterable[ActivityStatement],
    slugs: Mapping[str, Sequence[str]],
    zones: Mapping[str, ZoneInfo],
    speaking: Callable[[Organization, datetime], Iterable[tuple[str, str]]],
) -> Iterable[Approval]:
    """The word of offices on activities, as approval under every policy. What nobody has confirmed is not said to be
    confirmed: that it took place is another matter than that it counts.

    Args:
        speaking: as what, and for which employer, an office spoke at a moment.
    """
    for one in activities:
        ruling = getattr(one, "ruling", None)
        if ruling is None:
            continue
        said_as = list(speaking(ruling.office, ruling.ruled_at))
        for slug in (slug for named in slugs.values() for slug in named):
            for role, employer in said_as:
                yield Approval.known(
                    item=str(one.pk),
                    decided_on=max(one.ended_on, ruling.ruled_at.astimezone(zones[slug]).date()),
                    by=str(ruling.ruled_by_id),
                    role=role,
                    employer=employer,
                    policy=slug,
                )


def activities_of(person: Person) -> list[ActivityStatement]:
    """The last statement of each of a person's activities, the one completed last first, with its documents."""
    return filled(_own(person_id=person.pk))


@asked_often
def _own(*, person_id: UUID) -> QuerySet[ActivityStatement]:
    return _newest().filter(activity__person=person_id).order_by("-ended_on", "-pk")


def filled(found: list[ActivityStatement]) -> list[ActivityStatement]:
    """The same with the documents of each, and with the acceptance that it stands by, if by one."""
    documents: dict[UUID, list[ActivityDocument]] = {}
    of = [one.activity_id for one in found]
    rows = ActivityDocument.objects.filter(among("activity", of, of="uuid"), removal__isnull=True)
    for each in rows.select_related("file", "search").order_by("attached_at", "pk") if of else ():
        documents.setdefault(each.activity_id, []).append(each)
    by = [one.activity.acceptance_id for one in found if one.activity.acceptance_id is not None]
    decisions = with_what_it_settles(AcceptanceDecision.objects.all()).in_bulk(by) if by else {}
    for one in found:
        one.activity.papers = documents.get(one.activity_id, [])
        if one.activity.acceptance_id is not None:
            one.activity.acceptance = decisions[one.activity.acceptance_id]
    return found


def standing_by(decision: AcceptanceDecision) -> Activity | None:
    """What stands on record by an acceptance."""
    return Activity.objects.filter(acceptance=decision, ending__isnull=True).first()


def state_of_activity(one: ActivityStatement) -> str:
    """Where the last statement of an activity stands: `ended` goes before what was said of it."""
    if hasattr(one.activity, "ending"):
        return "ended"
    ruling = getattr(one, "ruling", None)
    if ruling is None:
        return "taken over" if one.activity.source else "waiting"
    return "confirmed" if ruling.outcome == ActivityRuling.Outcome.CONFIRMED else "declined"


def history_of(activity: Activity) -> list[ActivityStatement]:
    """All that was stated of an activity, the newest first."""
    return list(activity.statements.select_related("ruling__ruled_by", "stated_by").order_by("-number"))


def newest_of(activity: Activity) -> ActivityStatement:
    """The last statement of an activity."""
    return filled(list(_newest().filter(activity=activity)))[0]


def recognizers_without_rules(found: Sequence[ActivityStatement]) -> set[UUID]:
    """Of the offices that accepted some activities, those that state no rules of their own, or only stricter ones over
    somebody else's: what they alone accepted counts nowhere until the office accepts it whose rules they are."""
    accepted = [one.activity.acceptance for one in found if one.activity.acceptance is not None]
    offices = {one.request.recognizer_id for one in accepted}
    if not offices:
        return set()
    own = Policy.objects.filter(jurisdiction__in=offices, slug=F("family")).values_list("jurisdiction_id", flat=True)
    return offices - set(own)


def waiting_in(offices: Collection[UUID], *, at: datetime) -> QuerySet[ActivityStatement]:
    """What waits for the word of some districts and states, that which waits longest first."""
    looked_after = educators_kept(offices, at=at).order_by()
    theirs = Q(activity__person__in=looked_after) | Q(activity__person__in=kept_by(offices).values("person"))
    return _newest().filter(WAITS & theirs).order_by("stated_at", "pk")


def confirmed_in(offices: Collection[UUID]) -> QuerySet[ActivityStatement]:
    """What some districts and states confirmed and still stands, the newest word first."""
    found = _newest().filter(CONFIRMED, activity__ending__isnull=True, ruling__office__in=offices)
    return found.order_by("-ruling__ruled_at", "-pk")


@dataclass(frozen=True)
class Asked:
    """An activity as the coordinator's list shows it.

    `last_days` are those by which policies want something of it that is not there yet, or came too late.
    `also` names other activities of the same person around the same days, with the same title, or the same document.
    """

    statement: ActivityStatement
    last_days: Sequence[LastDay]
    also: Sequence[ActivityStatement]
    is_own: bool


def with_all(found: Sequence[ActivityStatement], *, reader: Person, at: datetime) -> list[Asked]:
    """A page of activities with what their list shows; in a number of queries that does not grow with the page."""
    filled(list(found))
    near = _near(found)
    policies = list(Policy.objects.order_by("slug", "-number").distinct("slug"))
    places = _places_of({one.activity.person_id for one in found}, at=at)
    return [
        Asked(
            statement=one,
            last_days=_last_days(one, policies, places.get(one.activity.person_id, set())),
            also=near.get(one.pk, ()),
            is_own=one.activity.person_id == reader.pk,
        )
        for one in found
    ]


def _last_days(one: ActivityStatement, policies: Iterable[Policy], places: Collection[UUID]) -> list[LastDay]:
    attached = min((each.attached_at for each in one.activity.papers), default=None)
    found = []
    for policy in policies:
        if policy.jurisdiction_id not in places:
            continue
        # Days end where the rules hold, as they do when credit is worked out.
        zone = document_of(policy).time_zone
        came = {
            "documented": day_in(attached, zone) if attached is not None else None,
            "requested": day_in(one.activity.created_at, zone),
            "certificate issued": one.certificate_on,
        }
        for day in last_days(policy.document, kind=one.kind, provider_kind=one.provider_kind, ended_on=one.ended_on):
            done_on = came.get(day.what)
            if done_on is None or done_on > day.day:
                found.append(day)
    return found


def _near(found: Sequence[ActivityStatement]) -> dict[UUID, list[ActivityStatement]]:
    people = {one.activity.person_id for one in found}
    others = filled(
        list(_newest().filter(activity__person__in=people, activity__ending__isnull=True).order_by("ended_on", "pk"))
    )
    papers = {one.pk: {each.sha256 for each in one.activity.papers} for one in others}
    return {
        one.pk: [
            other
            for other in others
            if other.pk != one.pk
            and other.activity.person_id == one.activity.person_id
            and (
                abs((other.ended_on - one.ended_on).days) <= 1
                or other.title.casefold() == one.title.casefold()
                or papers[other.pk] & papers.get(one.pk, set())
            )
        ]
        for one in found
    }


def _places_of(people: Collection[UUID], *, at: datetime) -> dict[UUID, set[UUID]]:
    holding = Q(memberships__ends_at__isnull=True) | Q(memberships__ends_at__gt=at)
    rows = Person.objects.filter(holding, pk__in=people, memberships__starts_at__lte=at)
    found: dict[UUID, set[UUID]] = {}
    for person, lineage in rows.values_list("pk", "memberships__organization__lineage"):
        found.setdefault(person, set()).update(lineage)
    return found


def words_for(person: Person, *, at: datetime) -> tuple[list[str], list[str], list[str]]:
    """The kinds, units and topics that a person can choose from, by the policies that speak about them."""
    documents = [document_of(policy).model_dump(mode="json") for policy in policies_about(person, at=at)]
    return kinds_of(documents), units_of(documents), topics_of(documents)


def stated_as(person: Person, title: str) -> bool:
    """Whether a person has stated something of that title that stands, or waits for a coordinator."""
    stated = _newest().filter(WAITS | STANDS, activity__person=person, activity__source="")
    return stated.filter(title__iexact=" ".join(title.split())).exists()


def held_titles(person: Person) -> list[str]:
    """What the micro-credentials are called that rules look at anyway: those that a person was awarded here, and those
    of other issuers of which a recognizer has accepted that they count, or is asked to."""
    awarded = [award.version.title for award in Award.objects.filter(person=person).select_related("version")]
    stands = ActivityStatement.objects.filter(activity__person=person, activity__acceptance__isnull=False)
    asked = AcceptanceRequest.objects.filter(asked_by=person, purpose=Purpose.RENEWAL, held__isnull=False)
    return [
        *awarded,
        *stands.filter(activity__ending__isnull=True).values_list("title", flat=True),
        *asked.filter(decision__isnull=True).values_list("title", flat=True),
    ]


def can_be_opened(document: ActivityDocument) -> bool:
    """Whether a document was searched and may be shown."""
    search = getattr(document, "search", None)
    return search is not None and search.outcome in OPENED


def unsearched() -> QuerySet[ActivityDocument]:
    """Documents that still wait for the search, those that came first at the top."""
    found = ActivityDocument.objects.filter(search__isnull=True, removal__isnull=True)
    return found.select_related("file", "activity").order_by("attached_at", "pk")


def today_of(person: Person, *, at: datetime) -> date:
    """The day it is where a person lives."""
    return day_in(at, person.time_zone)
