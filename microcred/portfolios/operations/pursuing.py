"""Starting, coming back, and reaching the end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid5

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, Level, Retirement, Version
from microcred.catalog.queries import current_version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Completion, Pursuit, Return, Shortfall, Submission
from microcred.portfolios.queries.prerequisites import prerequisites_unmet
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.rules import State
from microcred.programs.models import Program
from microcred.programs.queries import programs_for, programs_offering, standing_of


class VersionSuperseded(Refusal):
    """There is a newer version."""

    message = _(
        "Version {number} of “{title}” is no longer the current one, so nobody starts on it any more. Start on version "
        "{current}: its page is in the catalogue."
    )


class MicroCredentialRetired(Refusal):
    """It takes no new starts."""

    message = _(
        "“{title}” was retired and takes no new starts. What was earned with it stays valid. The catalogue shows what "
        "is on offer."
    )


class PrerequisitesUnmet(Refusal):
    """Something else is to be earned first."""

    message = _("Before you start “{title}”, earn: {missing}. Their pages are in the catalogue; then come back here.")


class NotInProgram(Refusal):
    """The program is about other stacks."""

    message = _(
        "“{title}” is not in a stack of “{program}”. Start it on your own, or choose one that the program lists."
    )


class LicenseEnded(Refusal):
    """The program offered it under a license of another organization, which is over."""

    message = _(
        "“{program}” takes no new starts on “{title}”: its license from {owner} has ended. What was begun under it "
        "goes on. You can start it on your own, outside the program."
    )


class NoSeatHeld(Refusal):
    """The program has seats, and this person holds none."""

    message = _(
        "You hold no seat in “{program}”. Join it on the program's page, where you also see your place if you are "
        "waiting; or start “{title}” on your own."
    )


class NothingSubmitted(Refusal):
    """There is no submission that waits for a decision."""

    message = _("Nothing of this work waits for a decision.")


@operation
def start(*, actor: Person, version: Version, at: datetime, program: Program | None = None) -> Pursuit:
    """Start working on a version, in a program or on one's own. Who has started goes on where they were.

    Raises:
        VersionSuperseded, MicroCredentialRetired, PrerequisitesUnmet, NotInProgram, LicenseEnded, NoSeatHeld.
    """
    hold(uuid5(version.pk, str(actor.pk)))
    there = Pursuit.objects.filter(person=actor, version=version, set_aside_at__isnull=True).first()
    if there is not None:
        return there
    if Retirement.objects.filter(micro_credential=version.micro_credential_id, retired_at__lte=at).exists():
        raise MicroCredentialRetired(title=version.title)
    current = current_version(version.micro_credential)
    if current is not None and current.pk != version.pk:
        raise VersionSuperseded(title=version.title, number=version.label, current=current.label)
    missing = prerequisites_unmet(actor, version)
    if missing:
        raise PrerequisitesUnmet(title=version.title, missing=", ".join(f"“{entry.title}”" for entry in missing))
    if program is not None:
        if not programs_for(version).filter(pk=program.pk).exists():
            raise NotInProgram(title=version.title, program=program.name)
        if not programs_offering(version, at=at).filter(pk=program.pk).exists():
            owner = version.micro_credential.owner.name
            raise LicenseEnded(title=version.title, program=program.name, owner=owner)
        if not standing_of(actor, program).has_seat:
            raise NoSeatHeld(title=version.title, program=program.name)
    return Pursuit.objects.create(person=actor, version=version, program=program, started_at=at)


@dataclass(frozen=True)
class Short:
    """A criterion that the work falls short of: the level that it reached, and why, in words to the educator."""

    criterion: Criterion
    level: Level
    comment: str


@operation
def return_for_revision(
    *, actor: Person | None, submission: Submission, short: Collection[Short], at: datetime
) -> Return:
    """Give work back: what feeds the short criteria may change, the rest is carried along. Once per submission.

    Args:
        short: what reopens, with all that the educator needs to see beside the work while revising it.

    Raises:
        NothingSubmitted: when the pursuit has ended, or a later submission exists.
    """
    hold(submission.pursuit_id)
    there = Return.objects.filter(submission=submission).first()
    if there is not None:
        return there
    later = Submission.objects.filter(pursuit=submission.pursuit_id, number__gt=submission.number).exists()
    if later or not short or state_of(submission.pursuit) is not State.SUBMITTED:
        raise NothingSubmitted
    returned = Return.objects.create(submission=submission, returned_at=at)
    Shortfall.objects.bulk_create(
        Shortfall(return_row=returned, criterion=one.criterion, level=one.level, comment=one.comment) for one in short
    )
    return returned


@operation
def complete(*, actor: Person | None, pursuit: Pursuit, at: datetime) -> Completion:
    """End a pursuit: its latest submission earned the micro-credential. Once.

    Raises:
        NothingSubmitted: when no submission waits for a decision.
    """
    hold(pursuit.pk)
    there = Completion.objects.filter(pursuit=pursuit).first()
    if there is not None:
        return there
    if state_of(pursuit) is not State.SUBMITTED:
        raise NothingSubmitted
    return Completion.objects.create(pursuit=pursuit, completed_at=at)
