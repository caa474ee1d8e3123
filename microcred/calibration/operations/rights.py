"""The verbs of the right to score."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Qualification, Requalification
from microcred.calibration.queries import ASSESSING, asks_requalification, holds_stack_of
from microcred.catalog.models import Stack, Version
from microcred.catalog.queries import rubric_lineage_of, title_for_readers
from microcred.foundation.days import day_in
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, roles_of


class NotAnAssessor(Refusal):
    """A right to score for somebody who holds no assessor's role."""

    message = _("{name} is not an assessor anywhere. Give them the role first, then qualify them.")


class OwnRight(Refusal):
    """Nobody says of themselves that they judge well."""

    message = _(
        "The right to score is nobody’s to give to themselves. Another lead assessor can give it to you; where you are "
        "the only one, ask whoever administers the organization to name a second."
    )
    field = "assessors"
    status = 422


class PeriodEmpty(Refusal):
    """The right would end before it begins."""

    message = _("A qualification must end after it begins. Choose a later day.")
    field = "expires_at"


class BasisMissing(Refusal):
    """A right that rests on nothing."""

    message = _("Say what it rests on: who judges, and whose work is judged, may ask for it.")
    field = "basis"
    status = 422


class SameRubric(Refusal):
    """Nobody needs another qualification for this version."""

    message = _("“{version}” is judged by a rubric that asks no new qualification. Nothing is to be done.")


class StackNotHeld(Refusal):
    """Who is to be requalified is not qualified."""

    message = _("{name} is not qualified for a stack of “{version}”. Qualify them for the stack instead.")


@operation
def requalify(*, actor: Person, assessor: Person, version: Version, basis: str, at: datetime) -> Requalification:
    """Let an assessor score by the rubric of a new version too; once. Their right to the stack stays what it was.

    Args:
        actor: A lead assessor of the organization that owns the micro-credential; not the assessor.
        version: Any version that shares the rubric.
        basis: What it rests on, in words.

    Raises:
        OwnRight, SameRubric, NotAnAssessor, StackNotHeld, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=version.micro_credential.owner, at=at):
        raise NotAllowed
    if assessor.pk == actor.pk:
        raise OwnRight
    rubric_of = rubric_lineage_of(version)
    if not asks_requalification(rubric_of):
        raise SameRubric(version=version)
    if not ASSESSING & roles_of(assessor, at=at):
        raise NotAnAssessor(name=assessor.name)
    if not holds_stack_of(assessor, version, at=at):
        raise StackNotHeld(name=assessor.name, version=version)
    row, is_new = Requalification.objects.get_or_create(
        assessor=assessor, version=rubric_of, defaults={"granted_at": at, "granted_by": actor, "basis": basis}
    )
    if is_new:
        _tell_of_requalification(row)
    return row


@operation
def requalify_together(
    *, actor: Person, assessors: Sequence[Person], version: Version, basis: str, at: datetime
) -> list[Requalification]:
    """Requalify several assessors who showed the same, all of them or none.

    Raises:
        OwnRight, SameRubric, NotAnAssessor, StackNotHeld, NotAllowed.
    """
    return [requalify(actor=actor, assessor=one, version=version, basis=basis, at=at) for one in assessors]


@operation
def qualify(
    *, actor: Person, assessor: Person, stack: Stack, basis: str, at: datetime, expires_at: datetime
) -> Qualification:
    """Give an assessor the right to score the micro-credentials of a stack from now until `expires_at`.

    Only a lead assessor of the organization that owns the stack may, whoever the assessor works for: the right is
    the owner's to give, and nobody's to give to themselves. `basis` says in words what it rests on; they read it.

    Raises:
        OwnRight, NotAnAssessor, BasisMissing, PeriodEmpty, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=stack.owner, at=at):
        raise NotAllowed
    if assessor.pk == actor.pk:
        raise OwnRight
    if not ASSESSING & roles_of(assessor, at=at):
        raise NotAnAssessor(name=assessor.name)
    if expires_at <= at:
        raise PeriodEmpty
    if not basis.strip():
        raise BasisMissing
    row = Qualification.objects.create(
        assessor=assessor, stack=stack, starts_at=at, expires_at=expires_at, granted_by=actor, basis=basis
    )
    _tell_of_qualification(row)
    return row


def _tell_of_qualification(row: Qualification) -> None:
    tell(
        actor=row.granted_by,
        person=row.assessor,
        kind="qualified_by_hand",
        subject=format_lazy(_("You may score: {stack}"), stack=row.stack.name),
        body=format_lazy(
            _(
                "{lead} qualified you for “{stack}”, until {day}. It rests on: {basis}\n\nWhat waits to be read stands "
                "in your queue."
            ),
            lead=row.granted_by.name,
            stack=row.stack.name,
            day=day_in_words_lazy(day_in(row.expires_at, row.stack.owner.time_zone)),
            basis=row.basis,
        ),
        path=reverse("practice"),
        key=f"qualified_by_hand:{row.pk}",
        at=row.starts_at,
    )


def _tell_of_requalification(row: Requalification) -> None:
    version, title = row.version, title_for_readers(row.version)
    tell(
        actor=row.granted_by,
        person=row.assessor,
        kind="requalified",
        subject=format_lazy(_("You may judge by the new rubric: {title}"), title=title),
        body=format_lazy(
            _(
                "{lead} requalified you for version {label} of “{title}” and for every later version with the same "
                "rubric. It rests on: {basis}\n\nIt holds as long as your qualification for the stack."
            ),
            lead=row.granted_by.name,
            label=version.label,
            title=title,
            basis=row.basis,
        ),
        path=reverse("version", args=[version.micro_credential.slug, version.label]),
        key=f"requalified:{row.pk}",
        at=row.granted_at,
    )
