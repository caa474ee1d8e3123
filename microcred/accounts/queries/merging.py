"""What joining two accounts would do, said beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Count, Q, QuerySet

from microcred.accounts.models import Merge, MergeOffer
from microcred.calibration.models import ApplicationDecision
from microcred.credentials.models import Award, Revocation
from microcred.integrity.models import Step
from microcred.notices.models import Notice
from microcred.organizations.models import Membership, Person
from microcred.organizations.queries import addresses_of, memberships_of
from microcred.portfolios.models import (
    CoachAnswer,
    Extension,
    ExtensionRevocation,
    Judge,
    PeerInvitation,
    PreCheckPassing,
    Pursuit,
    Submission,
    TimeAnswer,
)
from microcred.portfolios.models import Ruling as PrivacyRuling
from microcred.portfolios.queries import with_state
from microcred.portfolios.rules import State
from microcred.programs.models import Arrival
from microcred.recognition.models import ActivityRuling, Entry, Ruling
from microcred.rewards.models import StipendEntry, StipendReversal
from microcred.scoring.models import AppealScreening, Claim, Scoring


@dataclass(frozen=True)
class Clash:
    """One version that both accounts have begun: each piece of work, with its `state`."""

    mine: Pursuit
    theirs: Pursuit

    @property
    def both(self) -> tuple[Pursuit, Pursuit]:
        """Mine, then theirs."""
        return self.mine, self.theirs

    @property
    def proposed(self) -> Pursuit:
        """Which of the two the person would go on with: the one that is further, of equals their own."""
        order = [
            *(State.SET_ASIDE, State.MOVED, State.STARTED),
            *(State.INCOMPLETE, State.RETURNED, State.SUBMITTED, State.EARNED),
        ]
        return max(self.both, key=lambda one: (order.index(_state(one)), one is self.mine))

    @property
    def settled(self) -> bool:
        """Whether there is nothing to choose, because one of them is being judged or earned."""
        return any(_state(one) in (State.SUBMITTED, State.EARNED) for one in self.both)

    @property
    def stuck(self) -> bool:
        """Whether both wait for a decision, so that one has to be waited for."""
        return all(_state(one) is State.SUBMITTED for one in self.both)


@dataclass(frozen=True)
class MergePlan:
    """Exactly what goes where when one account takes in another."""

    survivor: Person
    absorbed: Person
    addresses: Sequence[EmailAddress] = ()
    memberships: Sequence[Membership] = ()
    pursuits: Sequence[Pursuit] = ()
    awards: Sequence[Award] = ()
    seats: Sequence[Arrival] = ()
    seats_given_up: Sequence[Arrival] = ()
    submissions: int = 0
    entries: int = 0
    notices: int = 0
    clashes: Sequence[Clash] = field(default_factory=list)


def merge_plan(survivor: Person, absorbed: Person, *, at: datetime) -> MergePlan:
    """What joining would do at this moment."""
    clashes = clashes_of(survivor, absorbed)
    mine, theirs = _places(survivor), _places(absorbed)
    given_up = [_lesser(mine[program], theirs[program]) for program in theirs if program in mine]
    pursuits = with_state(Pursuit.objects.filter(person=absorbed)).select_related("version")
    return MergePlan(
        survivor=survivor,
        absorbed=absorbed,
        addresses=list(addresses_of(absorbed)),
        memberships=memberships_of(absorbed, at=at),
        pursuits=list(pursuits.order_by("-started_at")),
        awards=list(Award.objects.filter(person=absorbed).select_related("version", "issuer").order_by("-earned_at")),
        seats=[arrival for arrival in theirs.values() if arrival not in given_up],
        seats_given_up=given_up,
        submissions=Submission.objects.filter(pursuit__person=absorbed).count(),
        entries=Entry.objects.filter(cycle__person=absorbed).count(),
        notices=Notice.objects.filter(person=absorbed).count(),
        clashes=clashes,
    )


def clashes_of(one: Person, other: Person) -> list[Clash]:
    """The versions on which both are at work, or have been."""
    theirs = {pursuit.version_id: pursuit for pursuit in _working(other)}
    return [Clash(mine, theirs[mine.version_id]) for mine in _working(one) if mine.version_id in theirs]


def has_judged(reader: Person, educator: Person) -> bool:
    """Whether one has had the other's work in hand, as somebody who judges it or checks it before."""
    held = (
        Judge.objects.filter(person=reader, submission__pursuit__person=educator),
        PreCheckPassing.objects.filter(passed_by=reader, pre_check__submission__pursuit__person=educator),
        Claim.objects.filter(assessor=reader, item__submission__pursuit__person=educator),
        Scoring.of_all.filter(assessor=reader, submission__pursuit__person=educator),
    )
    return any(rows.exists() for rows in held)


def has_decided_for(decider: Person, educator: Person) -> bool:
    """Whether one has decided something for or against the other that nobody decides for themselves.

    That is a coach's answer, more time given, declined or taken back, credit, a word on privacy, a step of somebody's
    case, an award taken back, whether somebody may learn to score, and a stipend approved or taken back.
    """
    said = (
        CoachAnswer.objects.filter(coach=decider, request__pursuit__person=educator),
        Extension.objects.filter(granted_by=decider, person=educator),
        ExtensionRevocation.objects.filter(revoked_by=decider, extension__person=educator),
        TimeAnswer.objects.filter(answered_by=decider, request__pursuit__person=educator),
        PrivacyRuling.objects.filter(ruled_by=decider, quarantine__submission__pursuit__person=educator),
        Ruling.objects.filter(ruled_by=decider, entry__award__person=educator),
        ActivityRuling.objects.filter(ruled_by=decider, statement__activity__person=educator),
        AppealScreening.objects.filter(screened_by=decider, appeal__decision__submission__pursuit__person=educator),
        Step.objects.filter(taken_by=decider, case__submission__pursuit__person=educator),
        Revocation.objects.filter(revoked_by=decider, award__person=educator),
        ApplicationDecision.objects.filter(decided_by=decider, application__person=educator),
        StipendEntry.objects.filter(approved_by=decider, person=educator),
        StipendReversal.objects.filter(reversed_by=decider, entry__person=educator),
    )
    return any(rows.exists() for rows in said)


def moved_and_there(one: Person, other: Person) -> list[UUID]:
    """Of versions that both have begun: the work that moved on to another version, and would stand there twice.

    Of two that both moved on, it is the other's.
    """
    mine, theirs = (list(_standing(person).select_related("move")) for person in (one, other))
    shared = {pursuit.version_id for pursuit in mine} & {pursuit.version_id for pursuit in theirs}
    moved = [each for each in (*mine, *theirs) if each.version_id in shared and hasattr(each, "move")]
    return list({pursuit.version_id: pursuit.pk for pursuit in moved}.values())


def reading_each_other(one: Person, other: Person) -> QuerySet[PeerInvitation]:
    """The invitations, not ended, by which one of two reads work of the other, or could."""
    of = {person.pk: [email.lower() for email in _verified(person)] for person in (one, other)}
    theirs = Q(pursuit__person=one) & (Q(email__in=of[other.pk]) | Q(peer__person=other))
    mine = Q(pursuit__person=other) & (Q(email__in=of[one.pk]) | Q(peer__person=one))
    return PeerInvitation.objects.filter(theirs | mine, end__isnull=True).select_related("pursuit__person")


def has_second_factor(person: Person) -> bool:
    """Whether a person signs in with more than a password or a code by mail."""
    return bool(is_mfa_enabled(person))


def holder_of(address: str) -> Person | None:
    """Whose verified address it is, if they use their account."""
    held = EmailAddress.objects.filter(email__iexact=address, verified=True, user__is_active=True)
    found = held.select_related("user").first()
    return found.user if found is not None else None


def absorbed_by(person: Person) -> QuerySet[Merge]:
    """The accounts that a person's account has taken in, the latest first; with how many tables changed hands."""
    taken_in = Merge.objects.filter(survivor=person).annotate(tables=Count("rows"))
    return taken_in.select_related("absorbed", "offer").order_by("-merged_at")


def merges_since(moment: datetime) -> QuerySet[Merge]:
    """The merges since a moment: what was under way then may have come in after them."""
    return Merge.objects.filter(merged_at__gte=moment).order_by("merged_at")


def offers_to(person: Person, *, at: datetime) -> QuerySet[MergeOffer]:
    """What other accounts have asked a person's account for and is still open."""
    waiting = MergeOffer.objects.filter(other=person, expires_at__gt=at, merge__isnull=True)
    return waiting.select_related("asker").order_by("-asked_at")


def _places(person: Person) -> dict[UUID, Arrival]:
    """Where a person holds a seat or waits for one, by the program."""
    there = Arrival.objects.filter(person=person, departure__isnull=True).select_related("program", "person", "seat")
    return {arrival.program_id: arrival for arrival in there.order_by("arrived_at")}


def _lesser(mine: Arrival, theirs: Arrival) -> Arrival:
    """Of two places in one program the one to give up: one that waits rather than a seat, else the later."""
    return max(mine, theirs, key=lambda arrival: (not hasattr(arrival, "seat"), arrival.number))


def _verified(person: Person) -> QuerySet[EmailAddress, str]:
    return addresses_of(person).filter(verified=True).values_list("email", flat=True)


def _standing(person: Person) -> QuerySet[Pursuit]:
    return Pursuit.objects.filter(person=person, set_aside_at__isnull=True)


def _working(person: Person) -> list[Pursuit]:
    own = _standing(person).filter(move__isnull=True)
    return list(with_state(own).select_related("version", "person").order_by("started_at"))


def _state(pursuit: Pursuit) -> State:
    return State(pursuit.state)  # type: ignore[attr-defined]
