"""Going by another name: from a day on, with the one before kept for what was awarded under it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.accounts.models import NameChange
from microcred.credentials.operations import show_name
from microcred.credentials.queries import awards_under_other_names
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.operations import update_profile


class NameNotYet(Refusal):
    """The day lies ahead."""

    message = _("That day is still to come. Change your name when it has.")
    field = "holds_from"


@operation
def change_name(*, actor: Person, name: str, holds_from: date, today: date, at: datetime) -> NameChange | None:
    """Go by another name. Awards keep the name they were given until one wishes otherwise; the next ones bear the new.

    Every verified address is told, so that nobody is renamed by a session that was stolen. None comes back where the
    name is the same.

    Args:
        today: the day it is where the person is.

    Raises:
        NameNotYet: when the day lies ahead.
    """
    if name == actor.name:
        return None
    if holds_from > today:
        raise NameNotYet
    change = NameChange.objects.create(
        person=actor, before=actor.name, after=name, holds_from=holds_from, changed_at=at
    )
    update_profile(actor=actor, name=name, time_zone=actor.time_zone, language=actor.language)
    tell(
        actor=None,
        person=actor,
        kind="name_changed",
        subject=_("Your name was changed"),
        body=_(
            "You go by “{name}” here from now on. Awards keep the name they were given. If that was not you, choose a "
            "new password now."
        ).format(name=name),
        path="/my-data/name/",
        key=f"name:{change.pk}",
        at=at,
    )
    return change


@operation
def show_name_on_awards(*, actor: Person, at: datetime) -> int:
    """Let every award that shows another name show the one that the actor goes by now, where its issuer lets it.

    Return how many do now.
    """
    letting = [award for award in awards_under_other_names(actor) if award.issuer.renames]
    return sum(show_name(actor=actor, award=award, at=at) is not None for award in letting)
