"""Papers by which assessors learn: one is agreed on and there to practise, one waits for Bea, one for Ada's consent."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import (
    Judgement,
    answer_for_exemplar,
    ask_to_panel,
    nominate,
    open_paper,
    publish_papers,
    record_consensus,
    score_for_panel,
)
from microcred.calibration.queries import finished_on
from microcred.catalog.models import Level
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.scoring.models import Result
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.workflow import IN_PILOT
from microcred.site.demo.world import World, day_of

PANELIST = "Thandiwe Marlowe-Castro"
"""One more assessor of the university centre, invented like the cast, who has judged none of it."""

THERE = "What this level asks for is there, and can be found where the educator says it is."


def tell_of_exemplars(world: World) -> Iterator[str]:
    """Let Lena build the first papers of the version in pilot. Yield what is being told."""
    yield "Lena nominates exemplars"
    lena, bea, at = world.cast.lena, world.cast.bea, day_of(world, 57)
    panelist = register(actor=None, name=PANELIST, email="thandiwe@example.org")
    appoint(actor=None, person=panelist, organization=world.places["carolinacred"], role=Role.ASSESSOR, at=world.at)
    decided = list(finished_on(world.versions[IN_PILOT]).select_related("pursuit__version", "pursuit__person"))
    papers = [_nominated(world, submission) for submission in decided[:3]]
    yield "A panel scores them, each alone"
    for paper in papers[:2]:
        for person in (panelist, bea):
            ask_to_panel(actor=lena, paper=paper, person=person, at=at)
        _score(paper, panelist, found_in(paper.submission), at=at)
    agreed = papers[0]
    found = found_in(agreed.submission)
    _score(agreed, bea, _one_lower(found), at=at)
    record_consensus(actor=lena, paper=agreed, judgements=found, at=at)
    for kind in (PaperSet.Kind.ANCHOR, PaperSet.Kind.PRACTICE):
        publish_papers(actor=lena, version=world.versions[IN_PILOT], kind=kind, papers=[agreed], at=at)
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


def _one_lower(found: Mapping[UUID, Judgement]) -> Mapping[UUID, Judgement]:
    """The same, but for the first criterion that can be seen one level lower."""
    for criterion, judgement in found.items():
        level = Level.objects.get(pk=judgement.level)
        below = Level.objects.filter(criterion=criterion, position=level.position - 1).first()
        if below is not None:
            words = "I looked for one more place where this shows, and did not find it."
            return {**found, criterion: Judgement(below.pk, words)}
    return found
