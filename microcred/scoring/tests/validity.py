"""Scenes for the stories of validity papers: a published set, and a lot that always falls."""

from datetime import datetime

import pytest

from microcred.calibration.models import Paper, PaperSet
from microcred.calibration.operations import nominate, publish_papers, record_consensus
from microcred.calibration.tests import make as bank
from microcred.catalog.models import Version
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import complete
from microcred.scoring.models import QueueItem, Scoring
from microcred.scoring.operations import seed_validity
from microcred.scoring.tests import make


def panel(cast) -> tuple[Person, Person]:
    """Two who score papers for the panel, and nothing else."""
    return make.assessor(cast, "Pat"), make.assessor(cast, "Pia-Lou")


def validity_set(cast, version: Version, *educators: Person, position: int = 1) -> list[Paper]:
    """A published set of validity papers, one by each of some educators."""
    two = panel(cast)
    papers = [agreed(cast, version, one, position, two) for one in educators]
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=papers, at=cast.at)
    return papers


def agreed(cast, version: Version, educator: Person, position: int, two: tuple[Person, Person]) -> Paper:
    """What somebody handed in as everybody does in these stories, and of which two agree that it shows one level."""
    submission = make.submitted(educator, version, at=cast.at)
    complete(actor=None, pursuit=submission.pursuit, at=cast.at)
    return agreed_on(cast, submission, position, two)


def agreed_on(cast, submission: Submission, position: int, two: tuple[Person, Person]) -> Paper:
    """What was handed in and decided, and of which two agree that it shows one level."""
    paper = nominate(actor=cast.lena, submission=submission, at=cast.at)
    bank.say(paper, at=cast.at)
    for each in two:
        bank.scored(cast, paper, each, position)
    record_consensus(actor=cast.lena, paper=paper, judgements=bank.levels(paper, position), at=cast.at)
    return paper


def the_lot_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every reading, and what is drawn is handed in at once."""
    where = "microcred.scoring.operations.validity"
    monkeypatch.setattr(f"{where}.falls_on", lambda *_drawn: True)
    monkeypatch.setattr(f"{where}.handed_in", lambda _seed, _reading, scored_at: scored_at)


def seeded(scoring: Scoring, *, at: datetime) -> QueueItem:
    """What the lot brought for a reading."""
    item = seed_validity(actor=None, scoring=scoring, at=at)
    assert item is not None
    return item
