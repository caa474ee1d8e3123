"""The test by which assessors qualify: Bea has scored one paper of it and opened the next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import (
    Judgement,
    answer_paper,
    open_paper,
    practise,
    publish_papers,
    say_terms,
    take_test,
)
from microcred.calibration.queries import offer_to
from microcred.calibration.rules import USUAL
from microcred.catalog.models import Version
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.site.demo.bank import handed_in
from microcred.site.demo.exemplars import PANELIST, agree_on, found_in, one_lower
from microcred.site.demo.readings import READERS
from microcred.site.demo.stories import deliver_at, read_all_but_the_last
from microcred.site.demo.world import World, day_of

SMALL_BANK = replace(USUAL, good=90, poor=50, most=12)
"""What twelve papers can tell: nine in ten from one in two, as surely as is usual. More tell the usual two apart."""


def tell_of_qualifying(world: World) -> Iterator[str]:
    """Let Lena publish papers to qualify by and say the terms, and Bea begin. Yield what is being told."""
    yield "Bea takes a test"
    lena, bea, at = world.cast.lena, world.cast.bea, day_of(world, 59.5)
    version = world.versions["understanding-your-leadership-strengths"]
    panel = [Person.objects.get(name=name) for name in (PANELIST, READERS[1])]
    papers = [_agreed(world, panel, submission, number) for number, submission in enumerate(handed_in(version))]
    publish_papers(actor=lena, version=version, kind=PaperSet.Kind.QUALIFICATION, papers=papers, at=at)
    say_terms(actor=lena, organization=world.places["carolinacred"], at=at, **vars(SMALL_BANK))
    _prepare(bea, version, at=day_of(world, 59.48))
    given = take_test(actor=bea, version=version, at=at, seed=1)
    if given is not None:
        judgements = found_in(given.paper.submission)
        answer_paper(actor=bea, given=given, judgements=judgements, form_key=uuid7(), at=at)
        take_test(actor=bea, version=version, at=at)
    deliver_at(at)
    for person in {lena, *panel, *(paper.submission.pursuit.person for paper in papers)}:
        read_all_but_the_last(person)


def _prepare(person: Person, version: Version, *, at: datetime) -> None:
    """Let somebody read the anchors and score what is there to practise on, which the test asks for first."""
    offer = offer_to(person, version, at=at)
    for paper in offer.to_open:
        open_paper(actor=person, paper=paper, at=at)
    for paper in offer.to_practise:
        open_paper(actor=person, paper=paper, at=at)
        found = one_lower({pk: Judgement(one.level) for pk, one in found_in(paper.submission).items()})
        practise(actor=person, paper=paper, judgements=found, form_key=uuid7(), at=at)


def _agreed(world: World, panel: list[Person], submission: Submission, number: int) -> Paper:
    after = timedelta(minutes=number)
    asked, answered, at = (day_of(world, day) + after for day in (59.36, 59.4, 59.45))
    found = found_in(submission)
    readings = [(person, found) for person in panel]
    return agree_on(world, submission, readings, found, "May assessors be tried by it?", asked, answered, at)
