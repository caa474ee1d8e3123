"""Opening a retreat, asking people to it, and its agenda."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import AgendaItem, Retreat, RetreatDecision, RetreatGuest
from microcred.authoring.operations import retreat_news
from microcred.authoring.queries import retreats as queries
from microcred.catalog.models import MicroCredential
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person


class EndsBeforeItStarts(Refusal):
    """The last day lies before the first."""

    message = _("The last day lies before the first. Choose a later one, or the same day.")
    field = "ends_on"


class NotOfTheOrganization(Refusal):
    """What should be put on the agenda belongs to somebody else, or was never published."""

    message = _(
        "“{slug}” is none of the published micro-credentials of {owner}. Its own organization decides what becomes of "
        "it."
    )


class DecidedAlready(Refusal):
    """A decision stands on the micro-credential, so it stays on the agenda."""

    message = _("There is a decision on it, which stays on record. Take another decision instead of taking it off.")


class NotAColleague(Refusal):
    """Whoever should be asked acts for no organization that has to do with the retreat's."""

    message = _("{who} acts neither for {owner} nor for one above or below it. Give them a role there first.")
    field = "person"


@operation
def open_retreat(
    *, actor: Person, owner: Organization, name: str, starts_on: date, ends_on: date, place: str, at: datetime
) -> Retreat:
    """Call people together to look at a batch of micro-credentials of an organization.

    Args:
        place: Where, or that it is online, in words.

    Raises:
        NotAllowed, EndsBeforeItStarts.
    """
    may_keep(actor, owner, at)
    if ends_on < starts_on:
        raise EndsBeforeItStarts
    return Retreat.objects.create(
        owner=owner, name=name, starts_on=starts_on, ends_on=ends_on, place=place, opened_at=at, opened_by=actor
    )


@operation
def amend_retreat(
    *, actor: Person, retreat: Retreat, name: str, starts_on: date, ends_on: date, place: str, at: datetime
) -> Retreat:
    """Change its name, its days or its place.

    Raises:
        NotAllowed, EndsBeforeItStarts.
    """
    may_keep(actor, retreat.owner, at)
    if ends_on < starts_on:
        raise EndsBeforeItStarts
    retreat.name, retreat.starts_on, retreat.ends_on, retreat.place = name, starts_on, ends_on, place
    retreat.save(update_fields=["name", "starts_on", "ends_on", "place"])
    return retreat


@operation
def invite_to_retreat(*, actor: Person, retreat: Retreat, person: Person, at: datetime) -> RetreatGuest:
    """Ask a person to come. Whoever is asked sees agenda and packs, and may write minutes. Asked twice is asked once.

    Raises:
        NotAllowed, NotAColleague.
    """
    may_keep(actor, retreat.owner, at)
    if not queries.people_to_invite(retreat, at=at).filter(pk=person.pk).exists():
        raise NotAColleague(who=person.name, owner=retreat.owner)
    guest, is_new = RetreatGuest.objects.get_or_create(
        retreat=retreat, person=person, defaults={"invited_by": actor, "invited_at": at}
    )
    if is_new:
        retreat_news.invited(guest, at=at)
    return guest


@operation
def put_on_agenda(
    *, actor: Person, retreat: Retreat, micro_credentials: Sequence[MicroCredential], at: datetime
) -> list[AgendaItem]:
    """Put micro-credentials at the end of the agenda, in this order. What is on it already stays where it is.

    Raises:
        NotAllowed, NotOfTheOrganization.
    """
    may_keep(actor, retreat.owner, at)
    hold(retreat.pk)
    fitting = set(queries.within_reach(retreat).filter(pk__in=[each.pk for each in micro_credentials]))
    for each in micro_credentials:
        if each not in fitting:
            raise NotOfTheOrganization(slug=each.slug, owner=retreat.owner)
    items = list(retreat.agenda.all())
    there = {item.micro_credential_id for item in items}
    last = max((item.position for item in items), default=0)
    new = [each for each in dict.fromkeys(micro_credentials) if each.pk not in there]
    return AgendaItem.objects.bulk_create(
        AgendaItem(retreat=retreat, micro_credential=each, position=position, put_on_at=at, put_on_by=actor)
        for position, each in enumerate(new, start=last + 1)
    )


@operation
def take_off_agenda(*, actor: Person, item: AgendaItem, at: datetime) -> None:
    """Take a micro-credential off the agenda again, as long as nothing is decided of it.

    Raises:
        NotAllowed, DecidedAlready.
    """
    may_keep(actor, item.retreat.owner, at)
    hold(item.retreat_id)
    if RetreatDecision.objects.filter(item=item).exists() or item.drafts.exists():
        raise DecidedAlready
    AgendaItem.objects.filter(pk=item.pk).delete()


@operation
def move_up_agenda(*, actor: Person, item: AgendaItem, at: datetime) -> AgendaItem:
    """Let a micro-credential change places with the one before it. The first stays where it is.

    Raises:
        NotAllowed.
    """
    may_keep(actor, item.retreat.owner, at)
    hold(item.retreat_id)
    items = list(AgendaItem.objects.filter(retreat=item.retreat_id).order_by("position", "pk"))
    place = items.index(item)
    if place > 0:
        items[place - 1], items[place] = items[place], items[place - 1]
        for position, each in enumerate(items, start=1):
            each.position = position
        AgendaItem.objects.bulk_update(items, ["position"])
    return next(each for each in items if each == item)


def may_keep(actor: Person, owner: Organization, at: datetime) -> None:
    """Refuse whoever neither writes for the organization nor administers it."""
    if not queries.keeps_retreats(actor, owner, at=at):
        raise NotAllowed
