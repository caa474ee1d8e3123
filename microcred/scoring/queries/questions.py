"""What assessors ask those who lead them, who may answer it, and how long somebody waits for that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from microcred.calendars.queries import calendar_of
from microcred.calendars.rules import Stop
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, people_with
from microcred.portfolios.models import Pause
from microcred.portfolios.queries import far_from, identity_of, terms_of
from microcred.portfolios.rules import last_day, promised_by
from microcred.scoring.models import Question, QuestionStep, QueueItem, Recusal, Scoring
from microcred.scoring.queries.validity import closed_paper, known_by

SHOWN_QUESTIONS = 100

Kind = QuestionStep.Kind
TURNS = (Kind.ASKED, Kind.ANSWERED)
_WAITS = Q(kind=Kind.ASKED, end__isnull=True)
_UNANSWERED = Q(kind=Kind.ASKED, answer__isnull=True)


@dataclass(frozen=True)
class Thread:
    """A question with what was said about it, the first first: by turns, and by nobody's name."""

    question: Question
    turns: tuple[QuestionStep, ...]

    @property
    def is_answered(self) -> bool:
        """Whether the last word is a lead's."""
        return self.turns[-1].kind == Kind.ANSWERED

    @property
    def waits(self) -> bool:
        """Whether who asked waits for the answer."""
        return self.turns[-1].kind == Kind.ASKED and not hasattr(self.turns[-1], "end")


@dataclass(frozen=True)
class Asking:
    """What somebody asked about the submission that they hold."""

    threads: tuple[Thread, ...]

    @property
    def waiting(self) -> Thread | None:
        """The one whose answer they wait for; there is at most one."""
        return next((one for one in self.threads if one.waits), None)

    @property
    def answered(self) -> int:
        """How many have an answer as their last word."""
        return sum(one.is_answered for one in self.threads)


def wait_under_way(item: QueueItem) -> QuestionStep | None:
    """What was asked about an item and is waited about; there is at most one."""
    return _waits.first(item_id=item.pk)


def asking_of(person: Person, item: QueueItem) -> Asking:
    """What a person asked about a submission; nobody sees what others ask."""
    steps = _own_turns(item_id=item.pk, person_id=person.pk)
    threads: dict[UUID, list[QuestionStep]] = {}
    for step in steps:
        threads.setdefault(step.question_id, []).append(step)
    return Asking(tuple(Thread(turns[0].question, tuple(turns)) for turns in threads.values()))


def thread_of(question: Question) -> Thread:
    """A question with all that was said about it."""
    turns = question.steps.filter(kind__in=TURNS).select_related("end").order_by("taken_at", "pk")
    return Thread(question, tuple(turns))


def unanswered_in(question: Question) -> QuestionStep | None:
    """What was asked last in a question, where nothing was answered yet."""
    return question.steps.filter(_UNANSWERED).select_related("claim", "end").first()


def questions_for(lead: Person, *, at: datetime) -> QuerySet[Question]:
    """What a person may answer: never their own, and nothing about work of whom they are too close to, or that they
    read or stepped back from. What they opened stays open to them."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    opened = QuestionStep.objects.filter(question__item=OuterRef("item"), kind=Kind.OPENED, taken_by=lead)
    return (
        Question.objects.filter(
            Q(Exists(opened)) | Q(item__in=_may_be_seen_by(lead, at)), item__version__micro_credential__owner__in=owners
        )
        .exclude(asked_by=lead)
        .select_related("item__submission", "item__version__micro_credential__owner", "criterion")
    )


def may_answer(lead: Person, item: QueueItem, *, at: datetime) -> bool:
    """Whether a person may be asked about an item by somebody else."""
    leads = acts_as(lead, Role.LEAD_ASSESSOR, for_organization=item.version.micro_credential.owner, at=at)
    return leads and (openings_of(lead, item).exists() or _may_be_seen_by(lead, at).filter(pk=item.pk).exists())


def leads_to_ask(asker: Person, item: QueueItem, *, at: datetime) -> list[Person]:
    """Whoever may answer a question about an item."""
    leads = people_with(Role.LEAD_ASSESSOR, organization=item.version.micro_credential.owner, at=at)
    return [lead for lead in leads if lead.pk != asker.pk and may_answer(lead, item, at=at)]


def openings_of(lead: Person, item: QueueItem) -> QuerySet[QuestionStep]:
    """That a lead has seen a submission to answer what is asked about it: whatever is asked, once is enough."""
    return QuestionStep.objects.filter(question__item=item, kind=Kind.OPENED, taken_by=lead)


def has_opened_question(lead: Person, question: Question) -> bool:
    """Whether a lead has seen what is asked, and the work."""
    return openings_of(lead, question.item).exists()


def shows_work(item: QueueItem) -> bool:
    """Whether the work is open to who answers a question about it: while it waits for its decision."""
    return item.settled_at is None and not QueueItem.of_all.filter(closed_paper(), pk=item.pk).exists()


def open_to_answer(lead: Person, item_id: UUID, *, at: datetime) -> QueueItem | None:
    """A submission that a person may see to answer what somebody asks about it."""
    question = questions_for(lead, at=at).filter(known_by(item_id, "item__")).first()
    opened = question is not None and has_opened_question(lead, question)
    return question.item if question is not None and opened and shows_work(question.item) else None


@dataclass(frozen=True)
class QuestionListed:
    """A question as the list shows it: by the name under which the work is read."""

    question: Question
    waits_until: datetime | None
    """until when who asked waits, where they do"""
    is_opened: bool
    is_answered: bool


def questions_listed(lead: Person, *, at: datetime) -> list[QuestionListed]:
    """What a person may answer: what somebody waits for first, then what else is unanswered, then what was answered
    last."""
    steps = QuestionStep.objects.filter(kind__in=TURNS).select_related("end").order_by("taken_at", "pk")
    opened = QuestionStep.objects.filter(question__item=OuterRef("item"), kind=Kind.OPENED, taken_by=lead)
    rows = questions_for(lead, at=at).annotate(is_opened=Exists(opened))
    rows = rows.prefetch_related(Prefetch("steps", queryset=steps, to_attr="turns"))
    found = []
    for row in rows.order_by("-asked_at", "-pk")[:SHOWN_QUESTIONS]:
        last = vars(row)["turns"][-1]
        waits = last.kind == Kind.ASKED and not hasattr(last, "end")
        until = last.until if waits else None
        found.append(QuestionListed(row, until, vars(row)["is_opened"], last.kind == Kind.ANSWERED))
    return sorted(found, key=lambda one: (one.is_answered, one.waits_until is None))


def unanswered_for(lead: Person, *, at: datetime) -> int:
    """How many questions wait for an answer that a person may give."""
    open_ones = QuestionStep.objects.filter(_UNANSWERED, question=OuterRef("pk"))
    return questions_for(lead, at=at).filter(Exists(open_ones)).count()


def waits_to_look_at() -> QuerySet[QuestionStep]:
    """All that somebody waits for an answer to."""
    return _with_all(QuestionStep.objects.filter(_WAITS))


def unanswered_unreminded(*, before: datetime) -> QuerySet[QuestionStep]:
    """What was asked before a moment, is not answered, and nobody was reminded of."""
    reminded = QuestionStep.objects.filter(
        question=OuterRef("question"), kind=Kind.REMINDED, taken_at__gte=OuterRef("taken_at")
    )
    return _with_all(QuestionStep.objects.filter(_UNANSWERED, ~Exists(reminded), taken_at__lt=before))


def standing_since_before(*, at: datetime) -> list[Pause]:
    """The clocks that have stood still for a question since before the day of a moment, where its work is."""
    still = Pause.objects.filter(reason=Pause.Reason.QUESTION, resumption__isnull=True, paused_at__lt=at)
    around = still.select_related(
        "submission__pursuit__person", "submission__pursuit__version__micro_credential__owner"
    ).order_by("paused_at", "pk")
    return [pause for pause in around if _day_before(pause, at)]


def _day_before(pause: Pause, at: datetime) -> bool:
    zone = ZoneInfo(pause.submission.pursuit.version.micro_credential.owner.time_zone)
    return pause.paused_at.astimezone(zone).date() < at.astimezone(zone).date()


def end_of_business_days(owner: Organization, days: int, *, at: datetime) -> datetime:
    """The midnight that ends a number of business days after the day of a moment."""
    zone = ZoneInfo(owner.time_zone)
    last = calendar_of(owner).calendar.after(at.astimezone(zone).date(), days)
    return datetime.combine(last + timedelta(days=1), time.min, zone)


def due_of_paper(item: QueueItem, *, at: datetime) -> datetime:
    """By when a validity paper seems to be promised, without the days on which its reader waited for an answer: as
    the promise of work would have moved by the same pauses."""
    return dues_of_papers([item], at=at)[item.pk].by


@dataclass(frozen=True)
class PaperDue:
    """The promise of a validity paper, as its reader sees it."""

    by: datetime
    day: date
    days_left: int
    stands_still: bool


def dues_of_papers(items: Collection[QueueItem], *, at: datetime) -> dict[UUID, PaperDue]:
    """The promises of some validity papers, as their readers see them."""
    if not items:
        return {}
    waits: dict[UUID, list[QuestionStep]] = {}
    for step in _waits_about(items=[item.pk for item in items]):
        waits.setdefault(step.question.item_id, []).append(step)
    return {item.pk: _due(item, waits.get(item.pk, []), at) for item in items}


def _due(item: QueueItem, waits: list[QuestionStep], at: datetime) -> PaperDue:
    owner = item.version.micro_credential.owner
    zone, calendar = ZoneInfo(owner.time_zone), calendar_of(owner).calendar
    by, open_ones = item.due_at, [step for step in waits if not hasattr(step, "end")]
    if waits:
        stops = []
        for step in waits:
            until = step.end.taken_at if hasattr(step, "end") else at
            stops.append(Stop(step.taken_at.astimezone(zone).date(), until.astimezone(zone).date()))
        by = promised_by(
            item.entered_at,
            zone=owner.time_zone,
            business_days=terms_of(item.version).promised_days,
            calendar=calendar,
            stops=stops,
        )
    day = last_day(by, owner.time_zone)
    left = calendar.between(at.astimezone(zone).date(), day)
    return PaperDue(by, day, left, bool(open_ones) and by > at)


def _may_be_seen_by(lead: Person, at: datetime) -> QuerySet[QueueItem]:
    stepped_back = Recusal.objects.filter(item=OuterRef("pk"), assessor=lead)
    read = Scoring.of_all.filter(submission=OuterRef("submission"), assessor=lead)
    return QueueItem.of_all.filter(far_from(identity_of(lead, at=at), at=at), ~Exists(stepped_back), ~Exists(read))


def _with_all(steps: QuerySet[QuestionStep]) -> QuerySet[QuestionStep]:
    return steps.select_related(
        "claim", "question__asked_by", "question__item__version__micro_credential__owner", "question__item__submission"
    ).order_by("taken_at", "pk")


@asked_often
def _waits(*, item_id: UUID) -> QuerySet[QuestionStep]:
    return QuestionStep.objects.filter(_WAITS, question__item=item_id).select_related("claim", "question")


@asked_often
def _own_turns(*, item_id: UUID, person_id: UUID) -> QuerySet[QuestionStep]:
    turns = QuestionStep.objects.filter(question__item=item_id, question__asked_by=person_id, kind__in=list(TURNS))
    return turns.select_related("question__criterion", "end").order_by("question__asked_at", "question", "taken_at")


@asked_often
def _waits_about(*, items: list[UUID]) -> QuerySet[QuestionStep]:
    asked = QuestionStep.objects.filter(kind=Kind.ASKED, question__item__in=items).select_related("question", "end")
    return asked.order_by("taken_at", "pk")
