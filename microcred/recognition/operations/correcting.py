"""The verb that corrects a renewal cycle which was entered wrongly."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.recognition.events import CycleChanged
from microcred.recognition.models import Cycle, CycleChange
from microcred.recognition.operations.cycles import CycleNotOfPolicy, stands_alone
from microcred.recognition.operations.ledger import recognize
from microcred.recognition.queries import document_of, needed_in
from microcred.recognition.queries.counted import Foreseen, counted, difference
from microcred.recognition.queries.keeping import keeps_for
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.rules.engine.cycles import closing_problem


class FollowsLicence(Refusal):
    """What is on record of the licence says what days the cycle has."""

    message = _("This cycle follows a license on record. When the license is stated anew, the cycle follows.")


class NothingCorrected(Refusal):
    """It has these days already."""

    message = _("These are the days that it has. Change something, or leave it as it is.")


class CorrectionUnexplained(Refusal):
    """A correction without a reason."""

    message = _("Say why. The educator reads it.")
    field = "reason"


class OwnCorrection(Refusal):
    """Nobody corrects their own cycle."""

    message = _("This is your own cycle. Somebody else of your office must correct it.")


class CorrectionUnseen(Refusal):
    """Nobody has looked at what the correction does, or that has changed since.

    Attributes:
        foreseen: what it does, entry by entry.
        digest: names exactly this, to be given as `seen` by who looked at it.
    """

    message = _(
        "This is not what was shown to you: it was changed here, or something has changed since. Look again below."
    )

    def __init__(self, foreseen: Sequence[Foreseen], digest: str) -> None:
        super().__init__()
        self.foreseen, self.digest = foreseen, digest


@operation
def correct_cycle(
    *, actor: Person, cycle: Cycle, starts_on: date, ends_on: date, ends: bool, reason: str, seen: str, at: datetime
) -> CycleChange:
    """Give a cycle that somebody entered other days, or end it, with the reason, which its person reads. What falls out
    of it counts where the rules say, if anywhere.

    It is done for who has seen what it does. Whoever has not is refused with exactly that, found by doing it: the
    refusal takes back whatever was written on the way.

    Args:
        ends_on: the first day after it.
        ends: whether it should never have been there; then its days stay.
        seen: the digest of what it does, as `CorrectionUnseen` gave it; empty where nobody has looked yet.

    Raises:
        CorrectionUnseen, FollowsLicence, NothingCorrected, CorrectionUnexplained, CycleNotOfPolicy, CyclesOverlap,
        OwnCorrection, NotAllowed.
    """
    hold(cycle.person_id)
    (cycle,) = as_changed(Cycle.objects.filter(pk=cycle.pk).select_related("person", "policy", "keeper"))
    if not keeps_for(actor, cycle.keeper, at=at):
        raise NotAllowed
    if actor.pk == cycle.person_id:
        raise OwnCorrection
    if cycle.followed is not None:
        raise FollowsLicence
    if not reason.strip():
        raise CorrectionUnexplained
    if ends:
        starts_on, ends_on = cycle.starts_on, cycle.ends_on
    held, wanted = (cycle.starts_on, cycle.ends_on, cycle.has_ended), (starts_on, ends_on, ends)
    if held == wanted:
        raise NothingCorrected
    if not ends:
        _may_have(cycle, starts_on, ends_on)
    before = counted(cycle.person)
    cycle.starts_on, cycle.ends_on = starts_on, ends_on
    change = CycleChange.objects.create(
        cycle=cycle,
        starts_on=starts_on,
        ends_on=ends_on,
        keeper=cycle.keeper,
        needed=needed_in(cycle, at=at),
        ended=ends,
        reason=reason.strip(),
        changed_by=actor,
        changed_at=at,
    )
    announce(CycleChanged(change.pk))
    recognize(actor=None, person=cycle.person, at=at)
    done = difference(before, counted(cycle.person))
    digest = sha256(repr((held, wanted, sorted(done.items()))).encode()).hexdigest()
    if seen != digest:
        raise CorrectionUnseen(list(done.values()), digest)
    return change


def _may_have(cycle: Cycle, starts_on: date, ends_on: date) -> None:
    rule = document_of(cycle.policy).cycle
    problem = closing_problem(rule, starts_on=starts_on, ends_on=ends_on) if rule is not None else ""
    if problem:
        raise CycleNotOfPolicy(problem=problem)
    others = Cycle.objects.filter(person=cycle.person_id, policy__family=cycle.policy.family).exclude(pk=cycle.pk)
    stands_alone(as_changed(others), starts_on, ends_on)
