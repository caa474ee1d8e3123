"""What waits for a lead's look before it is released, what a lead sees of it, and what a reader is asked."""

from collections.abc import (
    Iterable,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.catalog.queries import RubricCriterion, RubricLevel, VersionSaid, rubric_of
from microcred.catalog.rules import Verdict
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, people_with
from microcred.portfolios.queries import far_from, identity_of
from microcred.scoring.models import BackRead, BackReadStep, QueueItem, Recusal, Scoring
from microcred.scoring.queries.handed_in import handed_in_with
from microcred.scoring.queries.pins import PinSeen, pins_scored
from microcred.scoring.queries.saved import SavedReading, readings_saved_of
from microcred.scoring.queries.validity import known_by
from microcred.scoring.queries.watching import alarms_about
from microcred.scoring.rules import (
    Found,
    Reader,
    levels_standing,
    look_at_comment,
    may_ask_afresh,
    outvoting,
)

SHOWN_BACK_READS = 100
_OVER = Exists(BackReadStep.objects.filter(back_read=OuterRef("pk"), kind__in=BackReadStep.ENDS))
"""Of back-reads: somebody released it, or asked for another reading."""


def back_reads_for(lead: Person, *, at: datetime) -> QuerySet[BackRead]:
    """What waits for a look that a person may give, what is promised first first.

    Nothing that they read themselves or stepped back from, nor anything of whom they are too close to.
    """
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    items = _may_be_looked_at_by(lead, at).filter(settled_at__isnull=True, version__micro_credential__owner__in=owners)
    return (
        BackRead.objects.filter(~_OVER, item__in=items)
        .select_related("item__submission", "item__version__micro_credential__owner")
        .order_by("item__due_at", "pk")
    )


@dataclass(frozen=True)
class LookListed:
    """One that waits for a look, as the list shows it: by the name under which it is read."""

    back_read: BackRead
    is_late: bool
    is_opened: bool
    waits_for_words: bool

    @property
    def why(self) -> list[str]:
        """For what it waits, in words."""
        return [str(BackRead.Why(each).label) for each in self.back_read.why]


def back_reads_listed(lead: Person, *, at: datetime) -> list[LookListed]:
    """The first hundred of what waits for a look that a person may give."""
    mine = BackReadStep.objects.filter(back_read=OuterRef("pk"), kind=BackReadStep.Kind.OPENED, taken_by=lead)
    asked = BackReadStep.objects.filter(
        back_read=OuterRef("pk"), kind=BackReadStep.Kind.WORDS_ASKED, answer__isnull=True
    )
    rows = back_reads_for(lead, at=at).annotate(is_opened=Exists(mine), waits_for_words=Exists(asked))
    return [
        LookListed(
            row,
            row.item.paused_since is None and row.item.due_at <= at,
            vars(row)["is_opened"],
            vars(row)["waits_for_words"],
        )
        for row in rows[:SHOWN_BACK_READS]
    ]


def may_ask_another(back_read: BackRead) -> bool:
    """Whether one more reading can be asked for."""
    return may_ask_afresh(back_read.readings)


def reading_asked_about(asked: BackReadStep) -> SavedReading:
    """The reading of which a lead asks for better words."""
    saved = readings_saved_of(asked.back_read.item.submission_id)
    return next(each for each in saved if each.scoring.pk == asked.scoring_id)


def has_somebody_to_look(item: QueueItem, *, at: datetime) -> bool:
    """Whether anybody who leads the assessing of what an item is about may look at it."""
    owner = item.version.micro_credential.owner
    leads = people_with(Role.LEAD_ASSESSOR, organization=owner, at=at)
    return any(may_look_at(lead, item, at=at) for lead in leads)


def may_look_at(lead: Person, item: QueueItem, *, at: datetime) -> bool:
    """Whether a person may look at what others read of an item."""
    leads = acts_as(lead, Role.LEAD_ASSESSOR, for_organization=item.version.micro_credential.owner, at=at)
    return leads and _may_be_looked_at_by(lead, at).filter(pk=item.pk).exists()


def has_opened(lead: Person, back_read: BackRead) -> bool:
    """Whether a person has seen what is to be looked at."""
    return back_read.steps.filter(kind=BackReadStep.Kind.OPENED, taken_by=lead).exists()


def end_of(back_read: BackRead) -> BackReadStep | None:
    """The step with which a back-read ended."""
    return back_read.steps.filter(kind__in=BackReadStep.ENDS).first()


def words_asked_of(person: Person) -> QuerySet[BackReadStep]:
    """What a person is asked to say in better words, the oldest first."""
    asked = BackReadStep.objects.filter(
        ~Exists(_ends()), kind=BackReadStep.Kind.WORDS_ASKED, scoring__assessor=person, answer__isnull=True
    )
    return asked.select_related("back_read__item__submission").order_by("taken_at", "pk")


def open_to_look(person: Person, item_id: UUID) -> QueueItem | None:
    """A submission that a person may see for a look at its readings, or for other words in their own."""
    steps = BackReadStep.objects.filter(~Exists(_ends()), known_by(item_id, "back_read__item__"))
    opened = steps.filter(kind=BackReadStep.Kind.OPENED, taken_by=person)
    asked = steps.filter(kind=BackReadStep.Kind.WORDS_ASKED, scoring__assessor=person, answer__isnull=True)
    step = (opened | asked).select_related("back_read__item__submission__pursuit__version").first()
    return step.back_read.item if step else None


def readers_of_readings(item: QueueItem, scorings: Sequence[Scoring]) -> list[Reader]:
    """Of each reading what its reader had read before of what the same organization offers, and whether an alarm about
    them is open there."""
    owner: Organization = item.version.micro_credential.owner
    return [
        Reader(
            before=Scoring.objects.filter(
                assessor=each.assessor_id,
                scored_at__lt=each.scored_at,
                submission__pursuit__version__micro_credential__owner=owner,
            ).count(),
            alarmed=alarms_about(owner, each.assessor).filter(answer__isnull=True).exists(),
        )
        for each in scorings
    ]


@dataclass(frozen=True)
class Said:
    """What a reading says of one criterion."""

    number: int
    criterion: RubricCriterion
    level: RubricLevel
    comment: str
    carried: bool
    reworded: bool
    pins: tuple[PinSeen, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the level suffices."""
        return self.level.position >= self.criterion.required_level.position


@dataclass(frozen=True)
class ReadingSeen:
    """One reading of a submission as a lead sees it: by number, never by name."""

    number: int
    scoring: Scoring
    said: tuple[Said, ...]
    word: str
    asked: BackReadStep | None
    """what was asked for and not answered yet"""


@dataclass(frozen=True)
class BackReadSeen:
    """All that a lead looks at, and what would be decided by it."""

    back_read: BackRead
    readings: tuple[ReadingSeen, ...]
    verdict: Verdict
    steps: tuple[BackReadStep, ...]


def back_read_seen(back_read: BackRead, said: VersionSaid) -> BackReadSeen:
    """The readings, with their newest words, and what the rule makes of them."""
    item = back_read.item
    saved = readings_saved_of(item.submission_id)
    steps = tuple(back_read.steps.select_related("taken_by").order_by("taken_at", "pk"))
    answered = {step.answers_id for step in steps}
    asked = {
        step.scoring_id: step
        for step in steps
        if step.kind == BackReadStep.Kind.WORDS_ASKED and step.pk not in answered
    }
    judge = rubric_of(item.version).verdict
    positions = [each.positions for each in saved]
    stands = [positions[place] for place in outvoting(item.rule.third, positions, judge)]
    pins = pins_scored(item.submission, [score.pk for each in saved for score in each.scores.values()])
    return BackReadSeen(
        back_read,
        tuple(
            ReadingSeen(number, each.scoring, said_in_reading(each, said, pins), each.word, asked.get(each.scoring.pk))
            for number, each in enumerate(saved, start=1)
        ),
        judge(levels_standing(stands)),
        steps,
    )


def said_in_reading(
    reading: SavedReading, said: VersionSaid, pins: Mapping[UUID, Sequence[PinSeen]]
) -> tuple[Said, ...]:
    """What a reading says, criterion by criterion, in its newest words; with pins by its scores."""
    return tuple(
        Said(
            number,
            criterion,
            next(level for level in criterion.levels if level.id == reading.scores[criterion.id].level_id),
            reading.comment_on(criterion.id),
            reading.scores[criterion.id].carried_from_id is not None,
            criterion.id in reading.reworded,
            tuple(pins.get(reading.scores[criterion.id].pk, ())),
        )
        for number, criterion in enumerate(said.rubric.criteria, start=1)
    )


def found_anew(
    item: QueueItem, reading: SavedReading, shown: Iterable[Said], typed: Mapping[UUID | None, str]
) -> dict[UUID | None, tuple[Found, ...]]:
    """What rules of words find in words that are new, by criterion; None for the word about the whole."""
    handed = handed_in_with(item)
    found: dict[UUID | None, tuple[Found, ...]] = {}
    for one in shown:
        new = typed.get(one.criterion.id, one.comment)
        if new.strip() != one.comment.strip():
            found[one.criterion.id] = look_at_comment(new, handed, is_short=not one.met)
    if typed.get(None, reading.word).strip() != reading.word.strip():
        found[None] = look_at_comment(typed[None], handed, is_short=False)
    return found


def _may_be_looked_at_by(lead: Person, at: datetime) -> QuerySet[QueueItem]:
    stepped_back = Recusal.objects.filter(item=OuterRef("pk"), assessor=lead)
    read = Scoring.of_all.filter(submission=OuterRef("submission"), assessor=lead)
    return QueueItem.objects.filter(far_from(identity_of(lead, at=at), at=at), ~Exists(stepped_back), ~Exists(read))


def _ends() -> QuerySet[BackReadStep]:
    """Of an outer step: that its back-read is over."""
    return BackReadStep.objects.filter(back_read=OuterRef("back_read"), kind__in=BackReadStep.ENDS)
