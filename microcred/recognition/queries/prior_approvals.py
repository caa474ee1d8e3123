"""Questions about approval before beginning: what is asked of a person, what they asked, what waits for whom."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, QuerySet

from microcred.catalog.models import MicroCredential
from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of
from microcred.portfolios.models import Pursuit
from microcred.recognition.models import ApprovalDecision, ApprovalRequest, Policy
from microcred.recognition.queries.delegations import ruled_by
from microcred.recognition.queries.policies import document_of, policies_about
from microcred.recognition.rules.engine.policy import PriorApproval
from microcred.recognition.rules.engine.record import Approval
from microcred.recognition.rules.prior_approval import OFFICER, Window, asked_before, decided_by_officer, window

COORDINATOR: Final = "renewal coordinator"
"""How policies name the role of who decides for a district."""

OPEN: Final = Q(decision__isnull=True, withdrawal__isnull=True)


@dataclass(frozen=True)
class Wanted:
    """That a policy wants approval before a person begins a micro-credential.

    `deciders` are those who may give it to this person; the district that the person works for, or the state.
    """

    policy: Policy
    rule: PriorApproval
    deciders: tuple[Organization, ...]

    @property
    def words(self) -> str:
        """The clause, as its policy words it."""
        return next(one.words for one in document_of(self.policy).clauses if one.id == self.rule.clause)


def wanted(person: Person, micro_credential: MicroCredential, *, at: datetime) -> list[Wanted]:
    """The approvals that the rules about a person want before they begin a micro-credential, as of now."""
    newest: dict[str, Policy] = {}
    for policy in policies_about(person, at=at):
        day = day_in(at, document_of(policy).time_zone)
        if policy.starts_on <= day and (policy.ends_on is None or day < policy.ends_on):
            newest[policy.slug] = policy
    owner = micro_credential.owner
    asked = [
        (policy, rule)
        for policy in newest.values()
        for rule in asked_before(
            document_of(policy), micro_credential=str(micro_credential.pk), issuers=(owner.name, owner.slug)
        )
    ]
    districts = tuple(districts_of(person, at=at)) if asked else ()
    return [Wanted(policy, rule, _deciders(policy, rule, districts)) for policy, rule in asked]


def _deciders(policy: Policy, rule: PriorApproval, districts: tuple[Organization, ...]) -> tuple[Organization, ...]:
    place = policy.jurisdiction
    if decided_by_officer(rule):
        if place.kind == Organization.Kind.STATE:
            return (place,)
        return tuple(Organization.objects.filter(pk__in=place.lineage, kind=Organization.Kind.STATE))
    return (place,) if place.kind == Organization.Kind.DISTRICT else districts


def begun_at(person: Person, micro_credential_id: UUID) -> datetime | None:
    """When a person began a micro-credential for the first time."""
    return begun_by_each([person.pk], {micro_credential_id}).get(person.pk, {}).get(micro_credential_id)


def begun_by_each(people: Sequence[UUID], micro_credentials: Collection[UUID]) -> dict[UUID, dict[UUID, datetime]]:
    """When several people first began each of some micro-credentials, whichever version, by person; in one query."""
    found: dict[UUID, dict[UUID, datetime]] = {}
    begun = Pursuit.objects.filter(
        among("person", people, of="uuid"), version__micro_credential__in=list(micro_credentials)
    )
    firsts = begun.order_by().values("person", "version__micro_credential").annotate(first=Min("started_at"))
    for person, micro_credential, first in firsts.values_list("person", "version__micro_credential", "first"):
        found.setdefault(person, {})[micro_credential] = first
    return found


def requests_of(person: Person, micro_credential: MicroCredential) -> QuerySet[ApprovalRequest]:
    """What a person asked about a micro-credential, the newest first, with what became of it."""
    own = ApprovalRequest.objects.filter(person=person, micro_credential=micro_credential)
    return _with_all(own).order_by("-asked_at", "-pk")


def _with_all(found: QuerySet[ApprovalRequest]) -> QuerySet[ApprovalRequest]:
    return found.select_related(
        "person", "policy", "decider", "decision__decided_by", "withdrawal", "micro_credential__entry"
    ).prefetch_related("said__author")


def decided_places(person: Person, *, at: datetime) -> list[UUID]:
    """The districts and states for which a person decides about approval before beginning."""
    return ruled_by(person, at=at)


def decides_for(person: Person, place: Organization, *, at: datetime) -> bool:
    """Whether a person decides for a district or state."""
    return place.pk in ruled_by(person, at=at)


def requests_to(places: Sequence[UUID], *, state: str) -> QuerySet[ApprovalRequest]:
    """What some districts and states are asked. `waiting`: those due first at the top; `decided`: the newest first."""
    found = _with_all(ApprovalRequest.objects.filter(decider__in=places))
    if state == "waiting":
        return found.filter(OPEN).order_by("answer_by", "asked_at", "pk")
    return found.exclude(OPEN).order_by("-asked_at", "-pk")


def request_for(person: Person, request_id: UUID, *, at: datetime) -> ApprovalRequest | None:
    """A request that is a person's own, or that they decide about."""
    mine = Q(person=person) | Q(decider__in=decided_places(person, at=at))
    return _with_all(ApprovalRequest.objects.filter(mine)).filter(pk=request_id).first()


def waits_for_educator(request: ApprovalRequest) -> bool:
    """Whether the last word was a question to the educator."""
    said = sorted(request.said.all(), key=lambda one: (one.said_at, one.pk))
    return bool(said) and said[-1].author_id != request.person_id


def window_of(request: ApprovalRequest) -> Window | None:
    """When somebody may begin whose request was approved; None where it was not."""
    decision = getattr(request, "decision", None)
    if decision is None or decision.outcome != ApprovalDecision.Outcome.APPROVED:
        return None
    document = document_of(request.policy)
    rule = next((one for one in document.prior_approval if one.clause == request.clause), None)
    day = day_in(decision.decided_at, document.time_zone)
    return window(rule, decided_on=day) if rule is not None else Window(day, None)


def overdue(*, on: date) -> QuerySet[ApprovalRequest]:
    """Requests whose last day for an answer is over, or is the day itself."""
    return _with_all(ApprovalRequest.objects.filter(OPEN, answer_by__lte=on)).order_by("answer_by", "pk")


def decisions_about_each(people: Sequence[UUID]) -> dict[UUID, list[ApprovalDecision]]:
    """What was decided of the requests of several people, the newest first, by person; in one query."""
    found: dict[UUID, list[ApprovalDecision]] = {}
    decided = ApprovalDecision.objects.filter(among("request__person", people, of="uuid"))
    for one in decided.select_related("request__policy", "request__decider").order_by("-decided_at", "-pk"):
        found.setdefault(one.request.person_id, []).append(one)
    return found


def on_the_record(
    items: Iterable[tuple[str, UUID]], decisions: Sequence[ApprovalDecision], begun: Mapping[UUID, datetime]
) -> Iterable[Approval]:
    """Decisions as facts of a record: of each policy, what was said last before it was begun.

    Args:
        items: identifiers in the record, each with its micro-credential.
        begun: when each was begun; what has not begun yet begins after whatever was decided.
    """
    if not decisions:
        return
    for item, micro_credential in items:
        started, told = begun.get(micro_credential), set()
        for decision in decisions:
            request = decision.request
            key = (request.policy.slug, request.decider_id)
            before = started is None or decision.decided_at < started
            if request.micro_credential_id != micro_credential or not before or key in told:
                continue
            told.add(key)
            of_state = request.decider.kind == Organization.Kind.STATE
            yield Approval(
                item=item,
                decision="approved" if decision.outcome == ApprovalDecision.Outcome.APPROVED else "denied",
                decided_on=decision.decided_at.astimezone(ZoneInfo(document_of(request.policy).time_zone)).date(),
                before_it_began=True,
                by=str(decision.decided_by_id),
                role=OFFICER if of_state else COORDINATOR,
                employer="" if of_state else request.decider.name,
                policy=request.policy.slug,
            )
