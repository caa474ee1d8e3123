"""Teams: naming each other, confirming, sharing an artifact where it is allowed, and going apart again."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import identifiers_by_address
from microcred.portfolios.models import (
    Item,
    Pursuit,
    Removal,
    Share,
    ShareEnd,
    TakenUp,
    Team,
    TeamDeparture,
    TeamJoining,
    Teammate,
)
from microcred.portfolios.operations.evidence import MOST_ITEMS, TooManyItems
from microcred.portfolios.operations.gates import open_pursuit, open_requirement, own
from microcred.portfolios.operations.unsharing import end_of, take_copies_out
from microcred.portfolios.queries.quarantines import set_aside_in_team
from microcred.portfolios.queries.teams import place_in_team
from microcred.portfolios.queries.titles import title_now

MOST_TEAMMATES = 12
"""people in one team"""


class NothingShareable(Refusal):
    """Nothing here may be handed in by a team."""

    message = _(
        "Nothing that this micro-credential asks for may be handed in by a team. Work together as you like; hand in "
        "what is your own, and say in your answer who did what."
    )


class NotShareable(Refusal):
    """This artifact is everybody's own."""

    message = _("Its author does not let a team hand in the same artifact here. Each of you hands in their own.")


class NotInTeam(Refusal):
    """Only those who confirmed being in the team share."""

    message = _("You are not in a team here, or have not confirmed it yet. Name your teammates or confirm first.")


class InAnotherTeam(Refusal):
    """One piece of work belongs to one team."""

    message = _("You are in a team here already. Leave it first if you want to work with others.")


class TeamFull(Refusal):
    """As many as can know who did what."""

    message = _("There are {count} people in this team already, as many as one team holds.")


class ShareEnded(Refusal):
    """It was taken back."""

    message = _("Who shared this took it back, so it cannot be put in any more. Ask them, or put in your own.")


class ShareSetAside(Refusal):
    """Somebody saw something private in it."""

    message = _(
        "This file was set aside for somebody’s privacy. It can be put in once a clean copy stands in its place, or "
        "once it was found to be a false alarm."
    )


@operation
def name_teammate(*, actor: Person, pursuit: Pursuit, email: str, at: datetime) -> None:
    """Name somebody who works on the same micro-credential as one of the team; the first naming founds it.

    Whoever has no account with this address, or does not work on it, is not asked, and the actor does not learn that.

    Raises:
        NothingShareable, TeamFull, InAnotherTeam, BeingJudged, AlreadyEarned, MovedOver, NotAllowed.
    """
    own(actor, pursuit)
    open_pursuit(pursuit)
    if not pursuit.version.requirements.filter(shareable=True).exists():
        raise NothingShareable
    hold(pursuit.version_id)
    mine = place_in_team(pursuit) or _found(actor, pursuit, at)
    if not hasattr(mine, "joining"):
        raise InAnotherTeam
    count = Teammate.objects.filter(team=mine.team_id, departure__isnull=True).count()
    if count >= MOST_TEAMMATES:
        raise TeamFull(count=count)
    found = identifiers_by_address([email.strip().lower()])
    theirs = Pursuit.objects.filter(version=pursuit.version_id, person__in=found.values(), move__isnull=True).first()
    if theirs is None or theirs.pk == pursuit.pk or place_in_team(theirs):
        return
    teammate, is_new = Teammate.objects.get_or_create(
        team=mine.team, pursuit=theirs, defaults={"named_by": actor, "named_at": at}
    )
    if is_new:
        _ask(teammate, at)


@operation
def join_team(*, actor: Person, teammate: Teammate, at: datetime) -> TeamJoining:
    """Confirm being in the team that one was named into.

    Raises:
        NotAllowed.
    """
    own(actor, teammate.pursuit)
    hold(teammate.pursuit_id)
    if TeamDeparture.objects.filter(teammate=teammate).exists():
        raise NotAllowed
    joining, _is_new = TeamJoining.objects.get_or_create(teammate=teammate, defaults={"joined_at": at})
    return joining


@operation
def leave_team(*, actor: Person, teammate: Teammate, at: datetime) -> TeamDeparture:
    """Leave a team, or say no to being named. What is not submitted yet comes apart; what was submitted stays.

    What the actor shared is taken back; what they put in of the others' is taken out of their own open work.

    Raises:
        NotAllowed.
    """
    own(actor, teammate.pursuit)
    hold(teammate.team_id)
    departure, is_new = TeamDeparture.objects.get_or_create(teammate=teammate, defaults={"left_at": at})
    if is_new:
        for given in Share.objects.filter(team=teammate.team_id, item__pursuit=teammate.pursuit_id, end__isnull=True):
            end_of(given, at)
        take_copies_out(TakenUp.objects.filter(share__team=teammate.team_id, item__pursuit=teammate.pursuit_id), at)
    return departure


@operation
def share(*, actor: Person, item: Item, at: datetime) -> Share:
    """Let the team hand in the same file or link. Each member puts it into their own work, and reflects alone.

    Raises:
        NotShareable, NotInTeam, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    open_requirement(actor, item.pursuit, item.requirement)
    if not item.requirement.shareable:
        raise NotShareable
    mine = place_in_team(item.pursuit)
    if mine is None or not hasattr(mine, "joining"):
        raise NotInTeam
    hold(mine.team_id)
    if hasattr(item, "removal") or TakenUp.objects.filter(item=item).exists():
        raise NotAllowed
    there = Share.objects.filter(item=item).first()
    if there is not None and hasattr(there, "end"):
        raise ShareEnded
    return there or Share.objects.create(team=mine.team, item=item, shared_at=at)


@operation
def take_up(*, actor: Person, pursuit: Pursuit, share: Share, at: datetime) -> Item:
    """Put what another member shares into one's own work: the same file, in one's own name.

    Raises:
        NotInTeam, ShareSetAside, ShareEnded, TooManyItems.
        BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    requirement = share.item.requirement
    open_requirement(actor, pursuit, requirement)
    mine = place_in_team(pursuit)
    if mine is None or mine.team_id != share.team_id or not hasattr(mine, "joining"):
        raise NotInTeam
    hold(share.team_id)
    hold(pursuit.pk)
    if set_aside_in_team([share.item_id]):
        raise ShareSetAside
    if ShareEnd.objects.filter(share=share).exists() or Removal.objects.filter(item=share.item_id).exists():
        raise ShareEnded
    there = TakenUp.objects.filter(share=share, item__pursuit=pursuit, item__removal__isnull=True).first()
    if there is not None:
        return there.item
    count = Item.objects.filter(pursuit=pursuit, requirement=requirement, removal__isnull=True).count()
    if count >= MOST_ITEMS:
        raise TooManyItems(count=count)
    copy = Item.objects.create(
        pursuit=pursuit,
        requirement=requirement,
        kind=share.item.kind,
        title=title_now(share.item),
        file=share.item.file,
        url=share.item.url,
        put_in_at=at,
    )
    TakenUp.objects.create(share=share, item=copy, taken_at=at)
    return copy


@operation
def end_share(*, actor: Person, share: Share, at: datetime) -> ShareEnd:
    """Take back what one shared: it leaves the others' open work, and they are told. Submitted copies stay.

    Raises:
        NotAllowed.
    """
    own(actor, share.item.pursuit)
    hold(share.team_id)
    return end_of(share, at)


def _found(actor: Person, pursuit: Pursuit, at: datetime) -> Teammate:
    """A team whose first member is the actor."""
    team = Team.objects.create(version=pursuit.version, founded_by=actor, founded_at=at)
    mine = Teammate.objects.create(team=team, pursuit=pursuit, named_by=actor, named_at=at)
    TeamJoining.objects.create(teammate=mine, joined_at=at)
    return Teammate.objects.select_related("team", "joining").get(pk=mine.pk)


def _ask(teammate: Teammate, at: datetime) -> None:
    tell(
        actor=None,
        person=teammate.pursuit.person,
        kind="team",
        subject=_("You were named as a teammate: {title}"),
        body=_(
            "{name} names you as one of their team on “{title}”. In a team you may hand in the same artifact where "
            "that is allowed; each of you writes their own answers, submits alone and is judged alone.\n\nConfirm "
            "it, or say no, in your workspace."
        ),
        facts={"name": teammate.named_by.name, "title": title_for_readers(teammate.pursuit.version)},
        path=reverse("team", args=[teammate.pursuit_id]),
        key=f"team:{teammate.pk}",
        at=at,
    )
