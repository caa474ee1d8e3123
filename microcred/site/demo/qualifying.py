"""The test by which assessors qualify: Bea has scored one paper of it and opened the next."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import (
    answer_for_exemplar,
    answer_paper,
    ask_to_panel,
    nominate,
    open_paper,
    publish_papers,
    record_consensus,
    say_terms,
    score_for_panel,
    take_test,
)
from microcred.calibration.rules import USUAL
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.site.demo.bank import handed_in
from microcred.site.demo.exemplars import PANELIST, found_in
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
    given = take_test(actor=bea, version=version, at=at, seed=1)
    if given is not None:
        judgements = found_in(given.paper.submission)
        answer_paper(actor=bea, given=given, judgements=judgements, form_key=uuid7(), at=at)
        take_test(actor=bea, version=version, at=at)
    deliver_at(at)
    for person in {lena, *panel, *(paper.submission.pursuit.person for paper in papers)}:
        read_all_but_the_last(person)


def _agreed(world: World, panel: list[Person], submission: Submission, number: int) -> Paper:
    lena, after = world.cast.lena, timedelta(minutes=number)
    asked, answered, at = (day_of(world, day) + after for day in (59.36, 59.4, 59.45))
    paper = nominate(actor=lena, submission=submission, at=asked)
    educator = submission.pursuit.person
    words = "May assessors be tried by it?"
    answer_for_exemplar(actor=educator, paper=paper, granted=True, words=words, language="en", at=answered)
    found = found_in(submission)
    for person in panel:
        ask_to_panel(actor=lena, paper=paper, person=person, at=at)
        open_paper(actor=person, paper=paper, at=at)
        score_for_panel(actor=person, paper=paper, judgements=found, form_key=uuid7(), at=at)
    record_consensus(actor=lena, paper=paper, judgements=found, at=at)
    return paper
