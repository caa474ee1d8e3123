"""Scenes for the stories of papers: decided work, its educator's consent, a panel that has scored."""

from collections.abc import Sequence
from uuid import uuid4

from microcred.calibration.models import Paper, PaperReading
from microcred.calibration.operations import (
    Judgement,
    answer_for_exemplar,
    ask_to_panel,
    nominate,
    open_paper,
    record_consensus,
    score_for_panel,
)
from microcred.catalog.models import Criterion, Version
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import complete, return_for_revision
from microcred.portfolios.tests.make import handed_in, short, started
from microcred.programs.tests.make import version as offered

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


__all__ = ["agreed", "asked_for", "consented", "decided", "educator", "levels", "offered", "say", "scored"]
