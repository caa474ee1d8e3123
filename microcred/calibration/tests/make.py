"""Scenes for the stories of papers: decided work, its educator's consent, a panel that has scored."""

from collections.abc import Sequence
from types import MappingProxyType
from uuid import uuid4

from django.db import connection

from microcred.calibration.models import AttemptPaper, Paper, PaperReading, PaperSet, QualifyingTerms
from microcred.calibration.operations import (
    Judgement,
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
from microcred.calibration.queries import AttemptStanding
from microcred.calibration.rules import FEWEST_TO_QUALIFY, Terms
from microcred.catalog.models import Criterion, Version
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import complete, return_for_revision
from microcred.portfolios.tests.make import handed_in, short, started
from microcred.programs.tests.make import version as offered
from microcred.site.demo.cast import Assembly, assemble
from tests.cast import BEGAN, Cast
from tests.remembered import remembered

MAY_BE_USED = "May it be used?"


def educator(cast, name: str) -> Person:
    """One more educator at Ada's school."""
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=cast.places["cedar-creek"], role=Role.EDUCATOR, at=cast.at)
    return person


def decided(cast, of: Version | None = None, *, person: Person | None = None, earned: bool = True) -> Submission:
    """What Ada, or somebody else, handed in, and its decision."""
    pursuit = started(cast, of, person=person)
    submission = handed_in(pursuit, at=cast.at)
    if earned:
        complete(actor=None, pursuit=pursuit, at=cast.at)
    else:
        criteria = Criterion.objects.filter(version=pursuit.version)[:1]
        return_for_revision(actor=None, submission=submission, short=short(criteria), at=cast.at)
    return submission


def asked_for(cast, of: Version | None = None, *, person: Person | None = None) -> Paper:
    """A nominated paper whose educator has not answered yet."""
    return nominate(actor=cast.lena, submission=decided(cast, of, person=person), at=cast.at)


def say(paper: Paper, *, granted: bool = True, at):
    """Its educator answers."""
    educator = paper.submission.pursuit.person
    return answer_for_exemplar(actor=educator, paper=paper, granted=granted, words=MAY_BE_USED, language="en", at=at)


def consented(cast, of: Version | None = None, *, person: Person | None = None) -> Paper:
    """A paper that may be used."""
    paper = asked_for(cast, of, person=person)
    say(paper, at=cast.at)
    return paper


def levels(paper: Paper, position: int = 1, words: str = "It names who was at the table."):
    """One level for every criterion, with a reason."""
    return {
        criterion.pk: Judgement(criterion.levels.get(position=position).pk, words)
        for criterion in Criterion.objects.filter(version=paper.version)
    }


def scored(
    cast, paper: Paper, person: Person, position: int = 1, words: str = "It names who was there."
) -> PaperReading:
    """Somebody is asked to the panel, opens the paper and scores it."""
    ask_to_panel(actor=cast.lena, paper=paper, person=person, at=cast.at)
    open_paper(actor=person, paper=paper, at=cast.at)
    return score_for_panel(
        actor=person, paper=paper, judgements=levels(paper, position, words), form_key=uuid4(), at=cast.at
    )


def agreed(
    cast,
    of: Version | None = None,
    *,
    person: Person | None = None,
    position: int = 1,
    panel: Sequence[Person] = (),
) -> Paper:
    """A paper of which it is agreed that it shows one level throughout."""
    paper = consented(cast, of, person=person)
    for each in panel or (cast.ben, cast.bea):
        scored(cast, paper, each, position)
    record_consensus(actor=cast.lena, paper=paper, judgements=levels(paper, position), at=cast.at)
    return paper


SHORT = Terms(
    good=95,
    poor=10,
    wrongly_in=40,
    wrongly_out=40,
    far_off=50,
    fewest=FEWEST_TO_QUALIFY,
    most=FEWEST_TO_QUALIFY + 1,
    wait_days=14,
    attempts=2,
    valid_days=365,
)
"""Terms by which as few papers as may decide do: all as agreed, or all otherwise."""

ALIKE, OTHERWISE = (1,) * FEWEST_TO_QUALIFY, (0,) * FEWEST_TO_QUALIFY
"""What somebody finds in as many papers: what is agreed of each, or the level below."""


def assessor(cast, name: str = "Kim") -> Person:
    """One more assessor of the university centre, who knows nobody."""
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=cast.places["carolinacred"], role=Role.ASSESSOR, at=cast.at)
    return person


def publish(cast, *papers: Paper, kind=PaperSet.Kind.QUALIFICATION) -> PaperSet:
    """Lena publishes a set."""
    one = {"actor": cast.lena, "version": papers[0].version, "kind": kind, "papers": papers, "at": cast.at}
    return publish_papers(**one, stands_unread=True)


def terms(cast, chosen: Terms = SHORT, *, at=None, **amiss: int) -> QualifyingTerms:
    """Lena says the terms."""
    figures = vars(chosen) | amiss
    return say_terms(actor=cast.lena, organization=cast.places["carolinacred"], at=at or cast.at, **figures)


def tried_by(cast, count: int = 2 * FEWEST_TO_QUALIFY) -> Version:
    """A version with so many qualification papers, all of which show the second level throughout, and short terms."""
    version = offered(cast)
    publish(cast, *(agreed(cast, version, person=educator(cast, f"E{number}")) for number in range(count)))
    terms(cast)
    return version


def met_and_tried() -> tuple[Cast, Version, Person]:
    """The cast, a version with qualification papers for two attempts, short terms, and Kim, who assesses: made once."""
    people, places, version, kim = remembered("what people qualify by", _met_and_tried)
    return Cast(Assembly(MappingProxyType(people), MappingProxyType(places)), BEGAN), version, kim


def _met_and_tried():
    assembly = assemble(at=BEGAN)
    cast = Cast(assembly, BEGAN)
    version = tried_by(cast)
    kim = assessor(cast)
    _forget_jobs()
    return dict(assembly.people), dict(assembly.places), version, kim


def _forget_jobs() -> None:
    """Of jobs that wait nothing is remembered: their tables refer to each other at once."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_events")
        cursor.execute("DELETE FROM procrastinate_jobs")


def answer(cast, given: AttemptPaper, position: int = 1, *, at=None, form_key=None) -> AttemptStanding:
    """Whoever was given a paper finds one level throughout: 1 is what is agreed."""
    return answer_paper(
        actor=given.attempt.person,
        given=given,
        judgements=levels(given.paper, position, words=""),
        form_key=form_key or uuid4(),
        at=at or cast.at,
    )


def taken(cast, person: Person, version: Version, *positions: int, at=None) -> AttemptStanding:
    """Somebody takes the test, or goes on with it, and finds these levels, one paper after the other.

    Ten readings take a second; where the same were made at the same point before, they come from memory.
    """
    moment = at or cast.at
    name = f"{person.name} finds {positions} in papers of {version.title} at {moment}"
    return remembered(name, lambda: _taken(cast, person, version, positions, moment), cast, person, version)


def _taken(cast, person: Person, version: Version, positions: Sequence[int], at) -> AttemptStanding:
    for position in positions:
        given = take_test(actor=person, version=version, at=at, seed=7)
        standing = answer(cast, given, position, at=at)
    _forget_jobs()
    return standing


__all__ = [
    "ALIKE",
    "OTHERWISE",
    "SHORT",
    "agreed",
    "answer",
    "asked_for",
    "assessor",
    "consented",
    "decided",
    "educator",
    "levels",
    "met_and_tried",
    "offered",
    "publish",
    "say",
    "scored",
    "taken",
    "terms",
    "tried_by",
]
