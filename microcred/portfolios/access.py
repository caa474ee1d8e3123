"""May this person? Returns the row, or 404. A pursuit is its educator's alone: nobody else gets through."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from microcred.catalog.models import Criterion, MicroCredential, Requirement, Version
from microcred.foundation.asked_often import asked_often
from microcred.foundation.models import StoredFile
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, reach_of
from microcred.portfolios.models import (
    Arrival,
    CoachRequest,
    Examined,
    Extension,
    GoalSharing,
    Item,
    PeerComment,
    PeerInvitation,
    Pin,
    PlanEntry,
    PreCheck,
    Pursuit,
    Quarantine,
    Redaction,
    Share,
    Submission,
    SubmittedItem,
    TakenUp,
    Teammate,
    TimeRequest,
    Upload,
)
from microcred.portfolios.queries.coaching import COACHING, requests_for
from microcred.portfolios.queries.goals import coaches, sees_no_goals, shared_with
from microcred.portfolios.queries.peers import assesses, holds_now, invitations_to_read
from microcred.portfolios.queries.pre_checks import held_pre_check, pre_checks_for
from microcred.portfolios.queries.quarantines import WRITTEN, objections_for, organization_of, wall_for_judges
from microcred.portfolios.queries.redactions import uploaded_as
from microcred.portfolios.queries.time_requests import time_requests_for
from microcred.portfolios.queries.titles import named, with_renamed
from microcred.portfolios.queries.workspace import present_items
from microcred.programs.access import managed_program
from microcred.programs.models import Arrival as ProgramArrival
from microcred.programs.models import Program

Row = TypeVar("Row", bound=Model)

WHO_SEES_ROOM = (Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN)
"""who administers an organization"""


def own_pursuit(person: Person, pursuit_id: UUID) -> Pursuit:
    """The person's own pursuit."""
    pursuit = _pursuit.first(pursuit_id=pursuit_id, person_id=person.pk)
    if pursuit is None:
        raise Http404
    return pursuit


def requirement_of(pursuit: Pursuit, requirement_id: UUID) -> Requirement:
    """A requirement of the version that is pursued."""
    requirement = Requirement.objects.filter(version=pursuit.version_id, pk=requirement_id).first()
    if requirement is None:
        raise Http404
    return requirement


def items_in(pursuit: Pursuit) -> list[Item]:
    """The files and links that stand in a piece of work."""
    return present_items(pursuit)


def programs_run_by(organization: Organization) -> list[Program]:
    """The programs of an organization, for whoever administers it."""
    return list(Program.objects.filter(owner=organization).order_by("name"))


def criterion_of(pursuit: Pursuit, criterion_id: UUID) -> Criterion:
    """A criterion of the version that is pursued."""
    criterion = Criterion.objects.filter(version=pursuit.version_id, pk=criterion_id).first()
    if criterion is None:
        raise Http404
    return criterion


def coaches_somewhere(person: Person, *, at: datetime) -> Person:
    """A person who signs off further attempts somewhere."""
    if not reach_of(person, *COACHING, at=at):
        raise Http404
    return person


def coach_request_for(person: Person, request_id: UUID, *, at: datetime) -> CoachRequest:
    """A request that the person may answer: asked where they coach, and not by themselves."""
    asked = requests_for(person, at=at).filter(pk=request_id).first()
    if asked is None:
        raise Http404
    return asked


def own_time_request(person: Person, request_id: UUID) -> TimeRequest:
    """A wish for more time of the person's own."""
    return _one(TimeRequest.objects.filter(pk=request_id, pursuit__person=person).select_related("pursuit__person"))


def time_request_to_answer(person: Person, request_id: UUID, *, at: datetime) -> TimeRequest:
    """A wish for more time where the person runs programs, and not their own; also what needs no answer any more."""
    return _one(time_requests_for(person, at=at).filter(pk=request_id))


def extension_to_revoke(person: Person, extension_id: UUID, *, at: datetime) -> tuple[Extension, ProgramArrival]:
    """An extension in a program that the person manages, and the place of who was granted it."""
    extension = (
        Extension.objects.filter(pk=extension_id)
        .select_related("person", "window__program__owner", "pursuit__program__owner", "pursuit__version")
        .first()
    )
    if extension is None:
        raise Http404
    program = extension.window.program if extension.window else extension.pursuit.program if extension.pursuit else None
    if program is None:
        raise Http404
    managed = managed_program(person, program.slug, at=at)
    arrival = ProgramArrival.objects.filter(program=managed, person=extension.person).select_related("program").last()
    if arrival is None:
        raise Http404
    return extension, arrival


def versions_offered_by(organization: Organization) -> list[Version]:
    """The versions that an organization has published, the newest first, as many as one chooses among."""
    own = Version.objects.filter(micro_credential__owner=organization).select_related("micro_credential__owner")
    return list(own.order_by("-published_at", "-pk")[:200])


def own_item(person: Person, item_id: UUID) -> Item:
    """A file or link that the person put in, taken out or not."""
    mine = Item.objects.filter(pk=item_id, pursuit__person=person)
    around = ("file", "requirement", "pursuit__version__micro_credential__owner", "pursuit__person")
    item = with_renamed(mine.select_related(*around)).first()
    if item is None:
        raise Http404
    return named(item)


def own_pin(person: Person, pin_id: UUID) -> Pin:
    """A pin of the person's own."""
    pin = Pin.objects.filter(pk=pin_id, item__pursuit__person=person).first()
    if pin is None:
        raise Http404
    pin.item = own_item(person, pin.item_id)
    return pin


def own_arrival(person: Person, arrival_id: UUID) -> Arrival:
    """A file that the person uploaded and that is no evidence yet, or was refused. Not its bytes."""
    mine = Arrival.objects.filter(pk=arrival_id, pursuit__person=person, examined__isnull=True)
    arrival = mine.select_related("pursuit__person", "requirement").first()
    if arrival is None:
        raise Http404
    return arrival


def own_original(person: Person, item_id: UUID) -> StoredFile:
    """The file of an item as the person uploaded it, once its examination ended well."""
    mine = own_item(person, item_id)
    examined = Examined.objects.filter(item=uploaded_as(mine.pk)).select_related("arrival__original")
    found = examined.first()
    if found is None:
        raise Http404
    return found.arrival.original


def own_redaction(person: Person, redaction_id: UUID) -> Redaction:
    """A redaction of a file of the person's own, deleted or not."""
    found = _redaction.first(redaction_id=redaction_id, person_id=person.pk)
    if found is None:
        raise Http404
    return found


def own_quarantine(person: Person, quarantine_id: UUID) -> Quarantine:
    """What was set aside of the person's own work."""
    mine = Quarantine.objects.filter(pk=quarantine_id, submission__pursuit__person=person)
    found = _with_all(mine).first()
    if found is None:
        raise Http404
    return found


def ruled_quarantine(person: Person, quarantine_id: UUID, *, at: datetime) -> Quarantine:
    """What an educator objects to, for who looks after privacy where the micro-credential is offered; not for who
    wrote it, set it aside, or has held the work to judge it."""
    found = _with_all(objections_for(person, at=at).filter(pk=quarantine_id)).first()
    if found is None or not acts_as(person, Role.ORG_ADMIN, for_organization=organization_of(found), at=at):
        raise Http404
    return found


def privacy_places(person: Person, *, at: datetime) -> list[UUID]:
    """Where the person decides objections: what they administer, from where that reaches down the tree."""
    places = reach_of(person, Role.ORG_ADMIN, at=at)
    if not places:
        raise Http404
    return places


def _with_all(found: QuerySet[Quarantine]) -> QuerySet[Quarantine]:
    around = (
        "piece__item__file",
        "piece__item__requirement",
        *WRITTEN,
        "submission__pursuit__version__micro_credential__owner",
    )
    return found.select_related(
        *around, "submission__pursuit__person", "clean_copy", "words_draft", "objection", "ruling"
    )


def own_place(person: Person, teammate_id: UUID) -> Teammate:
    """The person's own place in a team."""
    place = Teammate.objects.filter(pk=teammate_id, pursuit__person=person).select_related("pursuit", "team").first()
    if place is None:
        raise Http404
    return place


def share_in_team(person: Person, share_id: UUID) -> tuple[Share, Pursuit]:
    """What is shared in a team of the person's, and the person's own work in it."""
    given = Share.objects.filter(pk=share_id).select_related("item__requirement", "item__file", "item__pursuit").first()
    if given is None:
        raise Http404
    places = Teammate.objects.filter(team=given.team_id, pursuit__person=person, departure__isnull=True)
    place = places.select_related("pursuit__person", "pursuit__version").first()
    if place is None:
        raise Http404
    return given, place.pursuit


def copies_in(pursuit: Pursuit) -> set[UUID]:
    """The items in a pursuit that were put in from what a team shares."""
    return set(TakenUp.objects.filter(item__pursuit=pursuit).values_list("item", flat=True))


def own_upload(person: Person, upload_id: UUID) -> Upload:
    """A file that the person began to send."""
    upload = _upload.first(upload_id=upload_id, person_id=person.pk)
    if upload is None:
        raise Http404
    return upload


def roomy_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose room for evidence the person may see: they administer it, or one above it."""
    organization = organizations_where(person, *WHO_SEES_ROOM, at=at).filter(slug=slug).first()
    if organization is None:
        raise Http404
    return organization


def may_set_quota(person: Person, organization: Organization, *, at: datetime) -> bool:
    """Whether the person says how much room an organization gives: who administers one above it."""
    above = organizations_where(person, *WHO_SEES_ROOM, at=at)
    return organization.parent_id is not None and above.filter(pk=organization.parent_id).exists()


def own_submission(person: Person, submission_id: UUID) -> Submission:
    """The person's own submission."""
    submission = _submission.first(submission_id=submission_id, person_id=person.pk)
    if submission is None:
        raise Http404
    return submission


def at_the_pre_checks(person: Person, *, at: datetime) -> Person:
    """A person who looks somewhere whether work is complete and legible."""
    if not reach_of(person, Role.PRE_CHECKER, at=at):
        raise Http404
    return person


def pre_check_in_hand(person: Person, pre_check_id: UUID, *, at: datetime) -> PreCheck:
    """What a person holds at this moment to look at it: the only time at which they see the work."""
    held = held_pre_check(person, at=at)
    if held is None or held.pk != pre_check_id:
        raise Http404
    return held


def pre_check_to_answer(person: Person, pre_check_id: UUID, *, at: datetime) -> PreCheck:
    """What a person may look at, held or not, over or not: the verbs say which."""
    return _one(pre_checks_for(person, at=at).filter(pk=pre_check_id))


def piece_to_look_at(person: Person, pre_check_id: UUID, piece_id: UUID, *, at: datetime) -> SubmittedItem:
    """A file among what a person holds, unless it is set aside for somebody's privacy."""
    held = pre_check_in_hand(person, pre_check_id, at=at)
    piece = _one(held.submission.items.filter(pk=piece_id).select_related("item__file", "submission__pursuit"))
    opened = wall_for_judges(held.submission).opens(piece.item)
    if opened is None or opened.pk != piece.item_id:
        raise Http404
    return piece


def own_plan_entry(person: Person, entry_id: UUID) -> PlanEntry:
    """An entry of the person's own plan."""
    own = PlanEntry.objects.filter(pk=entry_id, person=person)
    entry = own.select_related("person", "micro_credential__entry__version").first()
    if entry is None:
        raise Http404
    return entry


def peer_invitation_of(pursuit: Pursuit, invitation_id: UUID) -> PeerInvitation:
    """An invitation to read that the educator of a pursuit made."""
    asked = PeerInvitation.objects.filter(pk=invitation_id, pursuit=pursuit)
    return _one(asked.select_related("pursuit__person"))


def own_peer_comment(person: Person, comment_id: UUID) -> PeerComment:
    """What a peer said of the person's own work."""
    said = PeerComment.objects.filter(pk=comment_id, peer__invitation__pursuit__person=person)
    return _one(said.select_related("peer__invitation__pursuit", "requirement"))


def asked_to_read(person: Person, invitation_id: UUID) -> PeerInvitation:
    """An invitation to read that was sent to one of the person's addresses and was not ended."""
    return _one(invitations_to_read(person).filter(pk=invitation_id))


def read_as_peer(person: Person, invitation_id: UUID, *, at: datetime) -> PeerInvitation:
    """The invitation by which the person reads a colleague's work now: joined, not ended, the work not handed in.

    Who has come to score since they joined reads no further.
    """
    joined = PeerInvitation.objects.filter(pk=invitation_id, peer__person=person)
    invitation = _one(
        holds_now(joined).select_related("pursuit__person", "pursuit__version__micro_credential__owner", "peer")
    )
    if assesses(person, at=at):
        raise Http404
    return invitation


def item_to_read(invitation: PeerInvitation, item_id: UUID) -> Item:
    """A file or link that is in the work which an invitation opens, and was not taken out."""
    present = Item.objects.filter(pk=item_id, pursuit=invitation.pursuit_id, removal__isnull=True)
    return named(_one(with_renamed(present.select_related("file"))))


def part_to_comment(
    invitation: PeerInvitation, requirement_id: UUID | None, criterion_id: UUID | None
) -> Requirement | Criterion:
    """The requirement or the criterion that is spoken of, of the version that is pursued."""
    version = invitation.pursuit.version_id
    if requirement_id is not None:
        return _one(Requirement.objects.filter(pk=requirement_id, version=version))
    if criterion_id is not None:
        return _one(Criterion.objects.filter(pk=criterion_id, version=version))
    raise Http404


def _one(rows: QuerySet[Row]) -> Row:
    row = rows.first()
    if row is None:
        raise Http404
    return row


def own_goal_sharing(person: Person, sharing_id: UUID) -> GoalSharing:
    """That the person shares their goals with a coach."""
    return _one(GoalSharing.objects.filter(pk=sharing_id, person=person))


def goals_shared_with(coach: Person, sharing_id: UUID, *, at: datetime) -> GoalSharing:
    """Goals that an educator shares with the person now, while they are a coach of theirs and neither judge nor
    employ anybody."""
    sharing = _one(shared_with(coach).filter(pk=sharing_id))
    if sees_no_goals(coach, at=at) or not coaches(coach, sharing.person, at=at):
        raise Http404
    return sharing


def offered_micro_credential(slug: str) -> MicroCredential:
    """A micro-credential that is on offer, by its slug: all of them can be looked at."""
    offered = MicroCredential.objects.filter(slug=slug, entry__isnull=False).first()
    if offered is None:
        raise Http404
    return offered


def published_version(version_id: UUID) -> Version:
    """A version that can be looked at: all of them can."""
    version = Version.objects.filter(pk=version_id).select_related("micro_credential").first()
    if version is None:
        raise Http404
    return version


def any_program(program_id: UUID) -> Program:
    """A program: all of them are public."""
    program = Program.objects.filter(pk=program_id).first()
    if program is None:
        raise Http404
    return program


@asked_often
def _pursuit(*, pursuit_id: UUID, person_id: UUID) -> QuerySet[Pursuit]:
    own = Pursuit.objects.filter(pk=pursuit_id, person=person_id)
    return own.select_related("person", "version__micro_credential__owner", "program__owner")


@asked_often
def _redaction(*, redaction_id: UUID, person_id: UUID) -> QuerySet[Redaction]:
    own = Redaction.objects.filter(pk=redaction_id, item__pursuit__person=person_id)
    return own.select_related(
        "outcome__file",
        "outcome__poster",
        "use",
        "undoing",
        "quarantine__submission__pursuit",
        "quarantine__piece__item",
        "item__file",
        "item__requirement",
        "item__pursuit__person",
        "item__pursuit__version__micro_credential__owner",
    )


@asked_often
def _upload(*, upload_id: UUID, person_id: UUID) -> QuerySet[Upload]:
    own = Upload.objects.filter(pk=upload_id, pursuit__person=person_id)
    return own.select_related(
        "requirement", "pursuit__person", "pursuit__version__micro_credential__owner", "pursuit__program__owner"
    )


@asked_often
def _submission(*, submission_id: UUID, person_id: UUID) -> QuerySet[Submission]:
    own = Submission.objects.filter(pk=submission_id, pursuit__person=person_id)
    return own.select_related("pursuit__version__micro_credential__owner", "pursuit__program", "pursuit__person")
