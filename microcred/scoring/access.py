"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from microcred.calibration.models import RightPause
from microcred.calibration.queries import ASSESSING, holds_right_at
from microcred.catalog.models import Criterion, DecisionRule, Level, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import holders, organizations_where, reach_of, roles_of
from microcred.portfolios.models import FrozenWords, Submission, SubmittedItem, SubmittedText
from microcred.portfolios.queries import frozen_piece, frozen_words
from microcred.scoring.models import (
    Alarm,
    Appeal,
    ArtifactDifference,
    BackRead,
    BackReadStep,
    Decision,
    KeptComment,
    NotedPin,
    Question,
    QueueItem,
    ResetCampaign,
    Scoring,
    Suggestion,
)
from microcred.scoring.queries import (
    appeals_to_screen,
    back_reads_for,
    closed_paper,
    decision_of,
    differences_for,
    free,
    has_stepped_back,
    is_for,
    known_as,
    known_by,
    open_to_answer,
    open_to_look,
    questions_for,
    resets_led_by,
    words_asked_of,
)


def at_the_queue(person: Person, *, at: datetime) -> Person:
    """The person, when they hold an assessor's role somewhere; qualified or not, for the queue tells them which."""
    if not ASSESSING & roles_of(person, at=at):
        raise Http404
    return person


def claimed_item(person: Person, item_id: UUID, *, at: datetime) -> QueueItem:
    """A submission that an assessor has claimed at some time and has not stepped back from."""
    at_the_queue(person, at=at)
    item = _claimed.first(item_id=item_id, person_id=person.pk)
    if item is None or has_stepped_back(person, item):
        raise Http404
    return item


def item_in_hand(person: Person, item_id: UUID, *, at: datetime) -> QueueItem:
    """A submission that an assessor holds at this moment: the only time at which they see the work itself."""
    item = claimed_item(person, item_id, at=at)
    lost = QueueItem.of_all.filter(free(at) | closed_paper(), pk=item.pk)
    if item.assessor_id != person.pk or item.settled_at is not None or lost:
        raise Http404
    return item


def criterion_in(item: QueueItem, criterion_id: UUID) -> Criterion:
    """A criterion of the rubric by which a submission is judged."""
    criterion = Criterion.objects.filter(pk=criterion_id, version=item.version_id).first()
    if criterion is None:
        raise Http404
    return criterion


def suggested_criterion(person: Person, item: QueueItem, criterion_id: UUID) -> Criterion:
    """A criterion for which a program suggests something to who holds a submission."""
    suggested = Suggestion.objects.filter(assistance__item=item, assistance__assessor=person, criterion=criterion_id)
    found = suggested.select_related("criterion").first()
    if found is None:
        raise Http404
    return found.criterion


def kept_comment_of(person: Person, comment_id: UUID, *, at: datetime) -> KeptComment:
    """A kept comment of the person's own, or one that is shared where they lead the assessing."""
    led = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    theirs = KeptComment.objects.filter(Q(kept_by=person) | Q(organization__in=led), pk=comment_id)
    kept = theirs.select_related("version__micro_credential__owner", "criterion", "organization").first()
    if kept is None:
        raise Http404
    return kept


def kept_comment_beside(person: Person, item: QueueItem, criterion: Criterion, comment_id: UUID) -> KeptComment:
    """A kept comment that a person can use for a criterion: their own, or one that is shared for what they read."""
    theirs = Q(kept_by=person) | Q(organization=item.version.micro_credential.owner_id)
    kept = KeptComment.objects.filter(theirs, pk=comment_id).select_related("criterion", "version").first()
    if kept is None or not is_for(kept, criterion):
        raise Http404
    return kept


def level_in(criterion: Criterion, level_id: UUID) -> Level:
    """A level of a criterion."""
    level = Level.objects.filter(pk=level_id, criterion=criterion).first()
    if level is None:
        raise Http404
    return level


def piece_to_read(person: Person, item_id: UUID, piece_id: UUID, *, at: datetime) -> SubmittedItem:
    """A file or link among the evidence that an assessor holds now, that somebody looks at before the decision is
    released or to answer what is asked about it, or of an earlier attempt at it."""
    try:
        item = item_in_hand(person, item_id, at=at)
    except Http404:
        looked_at = open_to_look(person, item_id) or open_to_answer(person, item_id, at=at)
        if looked_at is None:
            raise
        item = looked_at
    here, piece_id = item.submission, known_as(item, piece_id)
    # Not what was withdrawn or came back incomplete: nobody has judged it, nor has anybody to.
    judged = Q(submission__attempt__lt=here.attempt, submission__return_row__isnull=False)
    pieces = SubmittedItem.objects.filter(
        Q(submission=here) | judged,
        submission__pursuit=here.pursuit_id,
        submission__submitted_at__lte=here.submitted_at,
    )
    piece = pieces.filter(pk=piece_id).select_related("item__file", "submission").first()
    if piece is None:
        raise Http404
    return piece


def piece_in_hand(item: QueueItem, piece_id: UUID) -> SubmittedItem:
    """A file or link among what a submission froze."""
    found = frozen_piece(item.submission_id, known_as(item, piece_id))
    if found is None:
        raise Http404
    return found


def words_in_hand(item: QueueItem, words_id: UUID) -> FrozenWords:
    """Something written among what a submission froze and assessors may read."""
    found = frozen_words(item.submission_id, known_as(item, words_id))
    if found is None:
        raise Http404
    return found


def evidence_in_hand(item: QueueItem, piece_id: UUID) -> SubmittedItem | SubmittedText:
    """A file, link or answer among what a submission froze."""
    pk = known_as(item, piece_id)
    found = frozen_piece(item.submission_id, pk) or frozen_words(item.submission_id, pk)
    if not isinstance(found, SubmittedItem | SubmittedText):
        raise Http404
    return found


def noted_pin(person: Person, item: QueueItem, pin_id: UUID) -> NotedPin:
    """A pin that the person set while reading a submission, saved for good by now or not."""
    pin = NotedPin.objects.filter(pk=pin_id, item=item, assessor=person).select_related("item__submission").first()
    if pin is None:
        raise Http404
    return pin


def leads_somewhere(person: Person, *, at: datetime) -> Person:
    """A person who leads the assessing somewhere."""
    if not reach_of(person, Role.LEAD_ASSESSOR, at=at):
        raise Http404
    return person


def led_organization(person: Person, slug: str, *, at: datetime) -> Organization:
    """An organization whose assessing the person leads."""
    led = organizations_where(person, Role.LEAD_ASSESSOR, at=at).filter(slug=slug).first()
    if led is None:
        raise Http404
    return led


def promising_organization(slug: str) -> Organization:
    """An organization that offers something, and therefore promises decisions: for everybody."""
    offers = Version.objects.filter(micro_credential__owner=OuterRef("pk"))
    organization = Organization.objects.filter(Exists(offers), slug=slug).first()
    if organization is None:
        raise Http404
    return organization


def reader_in(lead: Person, organization: Organization, person_id: UUID, *, at: datetime) -> Person:
    """Somebody who assesses for an organization, may score what it offers, or ever read anything of it; never who
    asks."""
    of_it = Q(paper__version__micro_credential__owner=organization) | Q(
        submission__pursuit__version__micro_credential__owner=organization
    )
    read = Scoring.of_all.filter(of_it, assessor=OuterRef("pk"))
    assessing = holders(*sorted(ASSESSING), person=OuterRef("pk"), at=at).filter(organization__in=organization.lineage)
    known = Q(Exists(read)) | Q(Exists(assessing)) | holds_right_at(organization, at=at)
    person = Person.objects.filter(known, pk=person_id).exclude(pk=lead.pk).first()
    if person is None:
        raise Http404
    return person


def led_pause(person: Person, pause_id: UUID, *, at: datetime) -> RightPause:
    """The paused right of somebody else who judges where the person leads the assessing."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    pauses = RightPause.objects.filter(pk=pause_id, version__micro_credential__owner__in=owners)
    pause = pauses.exclude(assessor=person).select_related("version__micro_credential__owner", "assessor").first()
    if pause is None:
        raise Http404
    return pause


def led_alarm(person: Person, alarm_id: UUID, *, at: datetime) -> Alarm:
    """An alarm about somebody else who judges where the person leads the assessing."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    alarms = Alarm.objects.filter(pk=alarm_id, organization__in=owners).exclude(assessor=person)
    alarm = alarms.select_related("organization", "assessor").first()
    if alarm is None:
        raise Http404
    return alarm


def version_in(organization: Organization, version_id: str) -> Version:
    """A version that an organization offers, by what a form says."""
    try:
        wanted = UUID(version_id)
    except ValueError:
        raise Http404 from None
    offered = Version.objects.filter(pk=wanted, micro_credential__owner=organization)
    version = offered.select_related("micro_credential__owner").first()
    if version is None:
        raise Http404
    return version


def led_version(person: Person, version_id: UUID, *, at: datetime) -> Version:
    """A version of an organization whose assessing the person leads."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    led = Version.objects.filter(pk=version_id, micro_credential__owner__in=owners)
    version = led.select_related("micro_credential__owner").first()
    if version is None:
        raise Http404
    return version


def led_item(person: Person, item_id: UUID, *, at: datetime) -> QueueItem:
    """A submission in the queue, where the person leads the assessing."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    led = QueueItem.objects.filter(known_by(item_id), version__micro_credential__owner__in=owners)
    item = led.select_related(
        "submission__pursuit__person", "submission__pursuit__version", "version__micro_credential__owner"
    ).first()
    if item is None:
        raise Http404
    return item


def own_submission(person: Person, submission_id: UUID) -> Submission:
    """A submission of the person's own work."""
    submission = _own.first(submission_id=submission_id, person_id=person.pk)
    if submission is None:
        raise Http404
    return submission


def own_decided_submission(person: Person, submission_id: UUID) -> Submission:
    """A submission of the person's own work that has its decision."""
    submission = own_submission(person, submission_id)
    if not Decision.objects.filter(submission=submission).exists():
        raise Http404
    return submission


def decision_on(submission: Submission) -> Decision:
    """The decision on a submission."""
    decision = decision_of(submission)
    if decision is None:
        raise Http404
    return decision


def own_appeal(person: Person, submission_id: UUID) -> Appeal:
    """The appeal that a person made of the decision on a submission of theirs."""
    mine = Appeal.objects.filter(decision__submission=submission_id, decision__submission__pursuit__person=person)
    made = mine.select_related("decision__submission__pursuit__version__micro_credential__owner").first()
    if made is None:
        raise Http404
    return made


def appeal_to_screen(lead: Person, appeal_id: UUID, *, at: datetime) -> Appeal:
    """An appeal that waits for a look at its grounds, where the person may see to it."""
    made = appeals_to_screen(leads_somewhere(lead, at=at), at=at).filter(pk=appeal_id).first()
    if made is None:
        raise Http404
    return made


def difference_for(lead: Person, difference_id: UUID, *, at: datetime) -> ArtifactDifference:
    """Decisions about the same file that differ, where the person may see to it."""
    found = differences_for(leads_somewhere(lead, at=at), at=at).filter(pk=difference_id).first()
    if found is None:
        raise Http404
    return found


def back_read_for(lead: Person, back_read_id: UUID, *, at: datetime) -> BackRead:
    """What waits for a look that the person may give."""
    waits = back_reads_for(leads_somewhere(lead, at=at), at=at).filter(pk=back_read_id)
    back_read = waits.select_related(
        "item__submission__pursuit__version", "item__version__micro_credential__owner", "item__policy"
    ).first()
    if back_read is None:
        raise Http404
    return back_read


def reading_in(back_read: BackRead, scoring_id: UUID) -> Scoring:
    """One of the readings of what is looked at."""
    scoring = Scoring.objects.filter(pk=scoring_id, submission=back_read.item.submission_id).first()
    if scoring is None:
        raise Http404
    return scoring


def words_asked(person: Person, step_id: UUID) -> BackReadStep:
    """What the person is asked to say in better words, and has not."""
    around = ("back_read__item__submission__pursuit__version", "back_read__item__version__micro_credential__owner")
    step = words_asked_of(person).filter(pk=step_id).select_related("scoring__assessor", "taken_by", *around).first()
    if step is None:
        raise Http404
    return step


def own_question(person: Person, item: QueueItem, question_id: UUID) -> Question:
    """What the person asked about a submission."""
    asked = Question.objects.filter(pk=question_id, item=item, asked_by=person).select_related("item").first()
    if asked is None:
        raise Http404
    return asked


def question_for(lead: Person, question_id: UUID, *, at: datetime) -> Question:
    """What somebody else asked, where the person may answer."""
    asked = questions_for(leads_somewhere(lead, at=at), at=at).filter(pk=question_id).first()
    if asked is None:
        raise Http404
    return asked


def question_about(lead: Person, version: Version, question_id: str, *, at: datetime) -> Question:
    """What somebody asked about work on a version, by what an address says."""
    try:
        wanted = UUID(question_id)
    except ValueError:
        raise Http404 from None
    asked = question_for(lead, wanted, at=at)
    if asked.item.version_id != version.pk:
        raise Http404
    return asked


def criterion_of(version: Version, criterion_id: UUID) -> Criterion:
    """A criterion of a version, with that at hand."""
    criterion = Criterion.objects.filter(pk=criterion_id, version=version).first()
    if criterion is None:
        raise Http404
    criterion.version = version
    return criterion


def rule_of(version: Version, rule_id: UUID) -> DecisionRule:
    """A decision rule of a version."""
    rule = DecisionRule.objects.filter(pk=rule_id, version=version).first()
    if rule is None:
        raise Http404
    return rule


def led_reset(lead: Person, campaign_id: UUID, *, at: datetime) -> ResetCampaign:
    """A reset of readings where the person leads the assessing."""
    campaign = resets_led_by(leads_somewhere(lead, at=at), at=at).filter(pk=campaign_id).first()
    if campaign is None:
        raise Http404
    return campaign


@asked_often
def _claimed(*, item_id: UUID, person_id: UUID) -> QuerySet[QueueItem]:
    claimed = QueueItem.of_all.filter(known_by(item_id), claims__assessor=person_id)
    return claimed.annotate(is_closed=Q(closed_paper())).select_related(
        "submission__pursuit__version", "version__micro_credential__owner"
    )[:1]


@asked_often
def _own(*, submission_id: UUID, person_id: UUID) -> QuerySet[Submission]:
    own = Submission.objects.filter(pk=submission_id, pursuit__person=person_id)
    return own.select_related("pursuit__version__micro_credential__owner", "pursuit__program", "pursuit__person")
