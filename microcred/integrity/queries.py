"""What is like a piece of evidence, where cases stand, and what of them who may see."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery

from microcred.catalog.models import Requirement
from microcred.foundation.asked_often import asked_often
from microcred.integrity.models import Case, Match, Openness, Print, Step
from microcred.integrity.rules import (
    NEAR_TEXT,
    Likeness,
    Outcome,
    customary,
    likeness_of_pictures,
    likeness_of_texts,
)
from microcred.measures.intervals import wilson
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import judged_by, teammates_ever, walls_of
from microcred.portfolios.queries.quarantines import Wall

REVIEWING = Role.PROGRAM_MANAGER
"""Who looks into cases: they know the educators of their programs by name, and judge nobody's work."""

MOST_ALIKE = 20
"""of one piece: the likest are kept"""
MOST_HOLDING = 200
"""prints that are looked at for one mark"""
MOST_COMPARED = 60
"""prints with which a piece is compared mark by mark"""


@dataclass(frozen=True)
class Alike:
    """An earlier piece of somebody else's that a piece is like."""

    there: Print
    likeness: Likeness
    share: float


def tenant_of(submission: Submission) -> Organization:
    """The organization that looks after a submission: who runs its program, or owns its micro-credential."""
    program = submission.pursuit.program
    return program.owner if program else submission.pursuit.version.micro_credential.owner


def alike(here: Print) -> list[Alike]:
    """The earlier pieces of other people that a piece is like, the likest first, one for each person.

    What a team shares by design is none. Four look-ups in indexes, however much has been handed in.
    """
    found: dict[UUID, Alike] = {}
    for one in sorted(_candidates(here), key=lambda one: (-one.share, one.there.created_at)):
        found.setdefault(one.there.submission.pursuit.person_id, one)
    if here.item and here.item.item.requirement.shareable:
        team = teammates_ever(here.submission.pursuit)
        found = {person: one for person, one in found.items() if person not in team}
    return list(found.values())[:MOST_ALIKE]


def _candidates(here: Print) -> Iterator[Alike]:
    others = (
        Print.objects.exclude(submission__pursuit__person=here.submission.pursuit.person_id)
        .filter(submission__submitted_at__lte=here.submission.submitted_at)
        .exclude(submission=here.submission_id)
        .select_related("submission__pursuit", "item")
    )
    if here.sha256:
        for there in others.filter(sha256=here.sha256)[:MOST_ALIKE]:
            yield Alike(there, Likeness.SAME_FILE, 1.0)
    if here.text_sha256 and here.marks:
        for there in others.filter(text_sha256=here.text_sha256)[:MOST_ALIKE]:
            yield Alike(there, Likeness.SAME_TEXT, 1.0)
    if here.marks:
        yield from _near_texts(here, others)
    if here.picture is not None:
        for there in others.filter(picture_parts__overlap=here.picture_parts):
            share = likeness_of_pictures(here.picture, there.picture or 0)
            if share:
                yield Alike(there, Likeness.NEAR_PICTURE, share)


def _near_texts(here: Print, others: QuerySet[Print]) -> Iterator[Alike]:
    mine = set(here.marks)
    shares = {
        pk: likeness_of_texts(len(mine.intersection(marks)), len(mine), len(marks))
        for pk, marks in Print.objects.filter(pk__in=_sharing_marks(here)).values_list("pk", "marks")
    }
    near = {pk: share for pk, share in shares.items() if share >= NEAR_TEXT}
    for there in others.filter(pk__in=near) if near else ():
        yield Alike(there, Likeness.NEAR_TEXT, near[there.pk])


def _sharing_marks(here: Print) -> list[UUID]:
    """The prints that are worth comparing mark by mark, at most `MOST_COMPARED`.

    What everybody says, everybody has a mark of: of one mark only the first `MOST_HOLDING` prints are looked at, in
    the order of the table, which grows at its end. Each mark counts the more the fewer hold it, so that neither the
    time nor what is found hangs on turns of phrase; and what all copied is still found at those who had it first.
    """
    with connection.cursor() as cursor:
        # For hundreds of marks the planner expects so many rows that it would compile the query, which takes longer.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            """
            SELECT id
            FROM (
                SELECT holding.id, 1.0 / count(*) OVER (PARTITION BY sought.mark) AS rarity
                FROM unnest(%(marks)s::bigint[]) AS sought(mark)
                CROSS JOIN LATERAL (
                    SELECT print.id
                    FROM integrity_print AS print
                    WHERE print.marks @> ARRAY[sought.mark] AND print.submission_id <> %(submission)s
                    LIMIT %(holding)s
                ) AS holding
            ) AS held
            GROUP BY id
            ORDER BY sum(rarity) DESC, id
            LIMIT %(compared)s
            """,
            {
                "marks": here.marks,
                "submission": here.submission_id,
                "holding": MOST_HOLDING,
                "compared": MOST_COMPARED,
            },
        )
        return [pk for (pk,) in cursor.fetchall()]


def settled_before(submission: Submission) -> set[UUID]:
    """The work of others whose likeness to this work was looked at before, and found to be no concern."""
    closed = Case.objects.filter(
        submission__pursuit=submission.pursuit_id, steps__outcome=Outcome.NO_CONCERN, cause=Case.Cause.MATCH
    )
    settled = Match.objects.filter(here__submission__in=closed.values("submission"))
    return set(settled.values_list("there__submission__pursuit", flat=True))


# Cases


DECIDED = (
    Q(submission__return_row__isnull=False)
    | Q(submission__withdrawal__isnull=False)
    | Q(submission__incompleteness__isnull=False)
    | Q(submission__pursuit__completion__isnull=False)
)
"""That the submission of a case waits for no decision any more."""


def cases_of(person: Person, *, at: datetime) -> QuerySet[Case]:
    """The cases that a person looks into, each with where it `stands` and its `outcome`: the open ones first, in the
    order in which their submissions were promised a decision; what is decided (`is_over`) after what waits.

    None about work that is their own, or that they have held to judge it: a case names its educator, and may name
    those whose work it is like. So neither side of any of its matches is.
    """
    here, there = "submission__pursuit", "there__submission__pursuit"
    judged = judged_by(person, educator=f"{here}__person", micro_credential=f"{here}__version__micro_credential")
    judged_there = judged_by(
        person, educator=f"{there}__person", micro_credential=f"{there}__version__micro_credential"
    )
    other_side = Match.objects.filter(
        Q((f"{there}__person", person)) | judged_there, here__submission=OuterRef("submission")
    )
    last = Step.objects.filter(case=OuterRef("pk")).order_by("-number")
    closing = Step.objects.filter(case=OuterRef("pk"), kind=Step.Kind.CLOSED)
    return (
        Case.objects.filter(
            ~judged, ~Exists(other_side), organization__in=organizations_where(person, REVIEWING, at=at)
        )
        .exclude(submission__pursuit__person=person)
        .annotate(
            stands=Subquery(last.values("kind")[:1]),
            outcome=Subquery(closing.values("outcome")[:1]),
            is_closed=Exists(closing),
            is_over=ExpressionWrapper(DECIDED, BooleanField()),
        )
        .select_related(
            "submission__pursuit__version__micro_credential__owner", "submission__pursuit__person", "organization"
        )
        .order_by("is_closed", "is_over", F("submission__promise__by").asc(nulls_last=True), "opened_at", "pk")
    )


def has_cases(person: Person, *, at: datetime) -> bool:
    """Whether somebody is one of those who look into cases."""
    return organizations_where(person, REVIEWING, at=at).exists()


@dataclass(frozen=True)
class MatchShown:
    """A match as somebody may see it. Of a piece that is not theirs to see only how much is alike is told."""

    match: Match
    is_whole: bool
    texts: tuple[str, str] | None = None
    """both texts, where both are answers and may be seen: neither is set aside for somebody's privacy"""

    @property
    def whose(self) -> str:
        """Whose the other one is, where it may be known; else nobody."""
        return self.match.there.submission.pursuit.person.name if self.is_whole else ""

    @property
    def alias(self) -> str:
        """What assessors call the other submission, where it may be known."""
        return self.match.there.submission.alias if self.is_whole else ""


def matches_of(case: Case, person: Person, *, at: datetime) -> list[MatchShown]:
    """The matches of a case as a person who looks into it may see them, with the texts that they may read."""
    matches = matches_as_seen(case, person, at=at)
    # Of all of them, shown or not: how many questions are asked, and so how long it takes, tells nothing.
    walls = walls_of({side.submission.pursuit_id for one in matches for side in (one.match.here, one.match.there)})
    return [replace(one, texts=_texts_of(one.match, walls)) if one.is_whole else one for one in matches]


def matches_as_seen(case: Case, person: Person, *, at: datetime) -> list[MatchShown]:
    """The same without texts: of which matches a person is shown whose the other work is."""
    matches = (
        Match.objects.filter(here__submission=case.submission_id)
        .select_related(
            "here__submission",
            "here__text__requirement",
            "here__item__item__requirement",
            "there__text",
            "there__item",
            "there__submission__pursuit__person",
            "there__submission__pursuit__program__owner",
            "there__submission__pursuit__version__micro_credential__owner",
        )
        .order_by("-per_cent", "pk")
    )
    mine = set(organizations_where(person, REVIEWING, at=at).values_list("pk", flat=True))
    others = [(match, tenant_of(match.there.submission)) for match in matches]
    agreed = open_among([case.organization, *(other for _match, other in others)])
    both = {other.pk for _match, other in others} & agreed if case.organization.pk in agreed else set()
    return [MatchShown(match, other.pk in mine | both) for match, other in others]


def _texts_of(match: Match, walls: dict[UUID, Wall]) -> tuple[str, str] | None:
    """Both texts of a match as anybody but their educators may read them."""
    seen = [
        walls[one.submission.pursuit_id].seen_answer(one.text, one.submission)
        for one in (match.here, match.there)
        if one.text
    ]
    return (seen[0].text, seen[1].text) if len(seen) == 2 and not any(one.is_set_aside for one in seen) else None


def is_open(organization: Organization) -> bool:
    """Whether an organization agreed to show whole matches to those who agreed too; the last word on its way up."""
    return organization.pk in open_among([organization])


def open_among(organizations: Iterable[Organization]) -> set[UUID]:
    """Which of some organizations agreed to show whole matches; in one question, whatever they said."""
    asked = {one.pk: one.lineage for one in organizations}
    said = dict(
        Openness.objects.filter(organization__in={node for lineage in asked.values() for node in lineage})
        .order_by("said_at", "pk")
        .values_list("organization", "is_open")
    )
    nearest = {pk: next((said[node] for node in reversed(way) if node in said), False) for pk, way in asked.items()}
    return {pk for pk, agreed in nearest.items() if agreed}


@dataclass(frozen=True)
class Standing:
    """A case with all its steps."""

    case: Case
    steps: tuple[Step, ...]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What has happened."""
        return frozenset(step.kind for step in self.steps)

    @property
    def closing(self) -> Step | None:
        """How it was closed."""
        return next((step for step in self.steps if step.kind == Step.Kind.CLOSED), None)

    @property
    def is_paused(self) -> bool:
        """Whether the reading waits for it."""
        turns = [step.kind for step in self.steps if step.kind in (Step.Kind.PAUSED, Step.Kind.RESUMED)]
        return bool(turns) and turns[-1] == Step.Kind.PAUSED and self.closing is None

    @property
    def was_asked(self) -> bool:
        """Whether the educator was asked."""
        return Step.Kind.ASKED in self.kinds

    @property
    def concerns_educator(self) -> bool:
        """Whether its educator is told of it: once asked, or noticed, or while the reading waits."""
        closed = self.closing is not None and self.closing.outcome != Outcome.NO_CONCERN
        return self.was_asked or Step.Kind.PAUSED in self.kinds or closed


def standing_of(case: Case) -> Standing:
    """Where a case stands."""
    return Standing(case, tuple(case.steps.select_related("taken_by").order_by("number")))


def customary_for(case: Case) -> Outcome:
    """What is customary for the person of a case, by their earlier cases that ended with a concern."""
    earlier = Step.objects.filter(
        case__submission__pursuit__person=case.submission.pursuit.person_id,
        case__organization=case.organization_id,
        kind=Step.Kind.CLOSED,
    ).exclude(case=case)
    return customary(Outcome(outcome) for outcome in earlier.values_list("outcome", flat=True))


@dataclass(frozen=True)
class Figures:
    """How often the comparison was right to call a person."""

    closed: int
    false_alarms: int

    @property
    def share(self) -> tuple[int, int, int] | None:
        """False alarms per hundred closed cases, and between what (Wilson, 95 %); None where there are too few to say.

        Source: E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212.
        """
        if self.closed < LEAST_CLOSED:
            return None
        interval = wilson(self.false_alarms, self.closed)
        share = self.false_alarms / self.closed
        return round(100 * share), round(100 * interval.low), round(100 * interval.high)


LEAST_CLOSED = 10


def figures_of(person: Person, *, at: datetime) -> Figures:
    """Of the cases that the comparison opened where a person looks into them: how many were no concern."""
    closed = Step.objects.filter(
        Q(kind=Step.Kind.CLOSED),
        case__cause=Case.Cause.MATCH,
        case__organization__in=organizations_where(person, REVIEWING, at=at),
    )
    return Figures(closed.count(), closed.filter(outcome=Outcome.NO_CONCERN).count())


def own_cases(person: Person) -> list[Standing]:
    """The cases about a person's own work of which they are told, the newest first."""
    cases = Case.objects.filter(submission__pursuit__person=person).select_related("submission__pursuit__version")
    return [one for one in map(standing_of, cases.order_by(F("opened_at").desc())) if one.concerns_educator]


def questions_to(person: Person) -> list[Case]:
    """The open cases in which a person was asked something that they have not answered, the oldest first."""
    return list(_questions(person_id=person.pk))


def open_cases(person: Person, *, at: datetime) -> tuple[int, int]:
    """How many cases are open where a person looks into them, and how many of those nobody has looked at."""
    counted = (
        cases_of(person, at=at)
        .exclude(steps__kind=Step.Kind.CLOSED)
        .aggregate(all=Count("pk"), new=Count("pk", filter=Q(stands__isnull=True)))
    )
    return counted["all"], counted["new"]


@asked_often
def _questions(*, person_id: UUID) -> QuerySet[Case]:
    steps = Step.objects.filter(case=OuterRef("pk"))
    turn = steps.filter(kind__in=[Step.Kind.ASKED, Step.Kind.ANSWERED, Step.Kind.CLOSED]).order_by("-number")
    asked = Case.objects.filter(submission__pursuit__person=person_id).annotate(turn=Subquery(turn.values("kind")[:1]))
    return asked.filter(turn=Step.Kind.ASKED).select_related("submission__pursuit__version").order_by("opened_at")


@dataclass(frozen=True)
class Told:
    """What an educator is told of a match: which piece of theirs, and how much. Nothing of the other."""

    requirement: Requirement
    alias: str
    likeness: str
    per_cent: int


def told_of(case: Case) -> list[Told]:
    """What is held against an educator, piece by piece: of each the likest match, and never whose the other is."""
    matches = Match.objects.filter(here__submission=case.submission_id).select_related(
        "here__text__requirement", "here__item__item__requirement"
    )
    told: dict[UUID, Told] = {}
    for match in matches.order_by("-per_cent", "pk"):
        text, item = match.here.text, match.here.item
        if match.here_id in told:
            continue
        requirement = item.item.requirement if item else text.requirement if text else None
        if requirement is not None:
            alias = item.alias if item else ""
            told[match.here_id] = Told(requirement, alias, match.get_likeness_display(), match.per_cent)
    return sorted(told.values(), key=lambda one: one.requirement.position)
