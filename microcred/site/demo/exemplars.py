"""Papers by which assessors learn: one is agreed on, one waits for Bea, one for Ada's consent."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from microcred.calibration.models import Paper
from microcred.calibration.operations import (
    Judgement,
    answer_for_exemplar,
    ask_to_panel,
    nominate,
    open_paper,
    record_consensus,
    score_for_panel,
)
from microcred.calibration.queries import finished_on
from microcred.catalog.models import Level, Version
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.scoring.models import Result
from microcred.site.demo.readings import told_of_the_pilot
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.workflow import IN_PILOT
from microcred.site.demo.world import World, day_of

PANELIST = "Thandiwe Marlowe-Castro"
"""One more assessor of the university centre, invented like the cast, who has judged none of it."""

AROUND = ("pursuit__version", "pursuit__person")

THERE = "What this level asks for is there, and can be found where the educator says it is."


def tell_of_exemplars(world: World) -> Iterator[str]:
    """Let Lena build the first papers of the version in pilot. Yield what is being told."""
    yield "Lena nominates exemplars"
    lena, bea, at = world.cast.lena, world.cast.bea, day_of(world, 57)
    panelist = register(actor=None, name=PANELIST, email="thandiwe@example.org")
    appoint(actor=None, person=panelist, organization=world.places["carolinacred"], role=Role.ASSESSOR, at=world.at)
    version = world.versions[IN_PILOT]
    decided = finished_on(version).filter(pursuit__person__name__in=[told["who"] for told in told_of_the_pilot()])
    papers = [_nominated(world, submission) for submission in decided.select_related(*AROUND)[:3]]
    yield "A panel scores them, each alone"
    for paper in papers[:2]:
        for person in (panelist, bea):
            ask_to_panel(actor=lena, paper=paper, person=person, at=at)
        _score(paper, panelist, found_in(paper.submission), at=at)
    agreed = papers[0]
    found = found_in(agreed.submission)
    _score(agreed, bea, one_lower(found), at=at)
    record_consensus(actor=lena, paper=agreed, judgements=_as_agreed(agreed, found), at=at)
    hers = finished_on(world.versions["understanding-your-leadership-strengths"])
    for submission in hers.filter(pursuit__person=world.cast.ada).select_related("pursuit__version")[:1]:
        nominate(actor=lena, submission=submission, at=at)
    deliver_at(at)
    for person in {lena, *(paper.submission.pursuit.person for paper in papers)}:
        read_all_but_the_last(person)


def found_in(submission: Submission) -> Mapping[UUID, Judgement]:
    """What was decided of a submission, as a panel would word it."""
    results = Result.objects.filter(decision__submission=submission).select_related("score")
    return {one.criterion_id: Judgement(one.score.level_id, one.told or THERE) for one in results}


def judged(version: Version, said: Mapping[str, tuple[str, str]]) -> dict[UUID, Judgement]:
    """Levels and reasons by the local names of criteria, as judgements."""
    found = {}
    for level in Level.objects.filter(criterion__version=version).select_related("criterion"):
        name, why = said.get(version.design["rubric"][level.criterion.position]["id"], ("", ""))
        if level.name == name:
            found[level.criterion_id] = Judgement(level.pk, why)
    return found


def agree_on(
    world: World,
    submission: Submission,
    readings: Iterable[tuple[Person, Mapping[UUID, Judgement]]],
    shown: Mapping[UUID, Judgement],
    words: str,
    asked: datetime,
    answered: datetime,
    at: datetime,
) -> Paper:
    """Let Lena nominate a submission, its educator consent, a panel read it, each alone, and be recorded what it shows.

    Args:
        readings: who is on the panel, and what they find.
        shown: what they agree on.
        words: what the educator is asked.
    """
    lena = world.cast.lena
    paper = nominate(actor=lena, submission=submission, at=asked)
    educator = submission.pursuit.person
    answer_for_exemplar(actor=educator, paper=paper, granted=True, words=words, language="en", at=answered)
    for person, found in readings:
        ask_to_panel(actor=lena, paper=paper, person=person, at=at)
        _score(paper, person, found, at=at)
    record_consensus(actor=lena, paper=paper, judgements=shown, at=at)
    return paper


def _as_agreed(paper: Paper, found: Mapping[UUID, Judgement]) -> Mapping[UUID, Judgement]:
    """The same levels, each with what the panel agreed that it rests on."""
    name, design = paper.submission.pursuit.person.name, paper.version.design
    why = next(told["agreed"] for told in told_of_the_pilot() if told["who"] == name)
    reasons = {row["uuid"]: why[row["id"]] for row in design["rubric"]}
    return {criterion: Judgement(each.level, reasons[str(criterion)]) for criterion, each in found.items()}


def _nominated(world: World, submission: Submission) -> Paper:
    paper = nominate(actor=world.cast.lena, submission=submission, at=day_of(world, 55))
    answer_for_exemplar(
        actor=submission.pursuit.person,
        paper=paper,
        granted=True,
        words="May assessors learn by it?",
        language="en",
        at=day_of(world, 56),
    )
    return paper


def _score(paper: Paper, person: Person, found: Mapping[UUID, Judgement], *, at: datetime) -> None:
    open_paper(actor=person, paper=paper, at=at)
    score_for_panel(actor=person, paper=paper, judgements=found, form_key=uuid7(), at=at)


def one_lower(found: Mapping[UUID, Judgement]) -> Mapping[UUID, Judgement]:
    """The same, but for the first criterion that can be seen one level lower."""
    for criterion, judgement in found.items():
        level = Level.objects.get(pk=judgement.level)
        below = Level.objects.filter(criterion=criterion, position=level.position - 1).first()
        if below is not None:
            words = "I looked for one more place where this shows, and did not find it."
            return {**found, criterion: Judgement(below.pk, words)}
    return found
