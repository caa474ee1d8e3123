"""What a retreat decides for a micro-credential, and carrying it out."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import AgendaItem, Draft, RetreatDecision, RetreatDraft
from microcred.authoring.operations import retreat_news
from microcred.authoring.operations.drafts import DraftPublished, may_write, start_draft
from microcred.authoring.operations.retreats import may_keep
from microcred.authoring.queries import retreats as queries
from microcred.authoring.retreating import Course
from microcred.catalog import operations as catalog
from microcred.catalog.models import MicroCredential, Retirement, Version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person


class DecisionUnreasoned(Refusal):
    """A decision says why."""

    message = _("Say why, in a sentence or two: whoever reads the decision next year was not there.")
    field = "reason"


class OwnerAndDayNeeded(Refusal):
    """What is to be revised or retired needs somebody who sees to it, and a day."""

    message = _("Name who sees to it and by when: without both, a decision to revise or retire stays on paper.")
    field = "owner"


class OwnerCannotAct(Refusal):
    """The owner of a decision could not carry it out."""

    message = _("{who} does not write for {owner}, so they could not carry this out. Name one of its authors.")
    field = "owner"


class DueDayPassed(Refusal):
    """The day lies in the past."""

    message = _("That day is over. Choose today or a later one.")
    field = "due_on"


class SuccessorUnfit(Refusal):
    """A successor goes with a decision to retire, and is another published micro-credential."""

    message = _("Only what retires has a successor, and it is another micro-credential that was published.")
    field = "successor"


class NothingToCarryOut(Refusal):
    """What should be carried out is not what stands decided."""

    message = _("This is not what stands decided for it. Take that decision first.")


class DraftOfAnother(Refusal):
    """The draft is of another micro-credential."""

    message = _("That draft is of another micro-credential. Choose one that is on its way to be its next version.")
    field = "draft"


@operation
def decide(
    *,
    actor: Person,
    item: AgendaItem,
    course: Course,
    reason: str,
    at: datetime,
    today: date,
    owner: Person | None = None,
    due_on: date | None = None,
    successor: MicroCredential | None = None,
) -> RetreatDecision:
    """Decide that a micro-credential is kept, revised or retired. A later decision takes the place of an earlier one.

    Saying the same again changes nothing.

    Args:
        owner: Who sees to it, an author of its organization. Needed unless it is kept.
        due_on: By which day, today or later. Needed unless it is kept.
        successor: Of what retires: what is to take its place.
        today: The day where the actor is.

    Raises:
        NotAllowed, DecisionUnreasoned, OwnerAndDayNeeded, OwnerCannotAct, DueDayPassed, SuccessorUnfit.
    """
    may_keep(actor, item.retreat.owner, at)
    reason = reason.strip()
    if not reason:
        raise DecisionUnreasoned
    if course is not Course.KEEP and owner is None:
        raise OwnerAndDayNeeded
    if course is not Course.KEEP and due_on is None:
        raise OwnerAndDayNeeded("due_on")
    thing = item.micro_credential
    if owner is not None and not queries.may_own_decisions(thing, at=at).filter(pk=owner.pk).exists():
        raise OwnerCannotAct(who=owner.name, owner=thing.owner)
    if successor is not None and (course is not Course.RETIRE or not _can_follow(successor, thing)):
        raise SuccessorUnfit
    hold(item.pk)
    before = queries.standing_decision(item)
    said = (course.value, reason, owner, due_on, successor)
    if before is not None and said == (
        before.course,
        before.reason,
        before.owner,
        before.due_on,
        before.successor,
    ):
        return before
    if due_on is not None and due_on < today:
        raise DueDayPassed
    last = RetreatDecision.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
    decision = RetreatDecision.objects.create(
        item=item,
        number=last + 1,
        course=course.value,
        reason=reason,
        owner=owner,
        due_on=due_on,
        successor=successor,
        decided_at=at,
        decided_by=actor,
    )
    retreat_news.decided(decision, before, at=at)
    return decision


@operation
def begin_revision(*, actor: Person, item: AgendaItem, at: datetime) -> Draft:
    """Start the draft of the next version that a retreat decided on; when one is under way already, go on with it.

    Raises:
        NothingToCarryOut, NotAllowed.
    """
    _stands(item, Course.REVISE)
    hold(item.pk)
    link = RetreatDraft.objects.filter(item=item, draft__publication__isnull=True).order_by("-linked_at").first()
    if link is not None:
        may_write(actor, item.micro_credential.owner, at)
        return link.draft
    thing = item.micro_credential
    draft = start_draft(actor=actor, owner=thing.owner, micro_credential=thing, at=at)
    RetreatDraft.objects.create(item=item, draft=draft, linked_at=at, linked_by=actor)
    return draft


@operation
def link_revision(*, actor: Person, item: AgendaItem, draft: Draft, at: datetime) -> RetreatDraft:
    """Say that a draft which is under way takes the decision to revise up. Said twice is said once.

    Raises:
        NothingToCarryOut, DraftOfAnother, DraftPublished, NotAllowed.
    """
    may_write(actor, item.micro_credential.owner, at)
    _stands(item, Course.REVISE)
    if draft.micro_credential_id != item.micro_credential_id:
        raise DraftOfAnother
    published = Version.objects.filter(pk__in=queries.version_of_draft(draft)).first()
    if published is not None:
        raise DraftPublished(version=published)
    link, _is_new = RetreatDraft.objects.get_or_create(
        item=item, draft=draft, defaults={"linked_at": at, "linked_by": actor}
    )
    return link


@operation
def carry_out_retirement(
    *, actor: Person, item: AgendaItem, at: datetime, retired_at: datetime | None = None
) -> Retirement:
    """Retire a micro-credential as decided, for the reason that was given, with the successor that was named.

    Args:
        retired_at: From when it takes no new starts; by default now.

    Raises:
        NothingToCarryOut, NotAllowed, and what `catalog.operations.retire` refuses.
    """
    decision = _stands(item, Course.RETIRE)
    return catalog.retire(
        actor=actor,
        micro_credential=item.micro_credential,
        reason=decision.reason,
        at=at,
        retired_at=retired_at,
        successor=decision.successor,
    )


def _stands(item: AgendaItem, course: Course) -> RetreatDecision:
    decision = queries.standing_decision(item)
    if decision is None or decision.course != course.value:
        raise NothingToCarryOut
    return decision


def _can_follow(successor: MicroCredential, thing: MicroCredential) -> bool:
    return successor.pk != thing.pk and Version.objects.filter(micro_credential=successor).exists()
