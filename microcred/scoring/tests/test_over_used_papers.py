"""A validity paper that was read as often as its stack allows is retired, once nobody has it in hand."""

import pytest

from microcred.calibration.models import PaperRetirement, PaperSet
from microcred.calibration.operations import limit_use, publish_papers
from microcred.catalog.models import Stack
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.scoring.models import Scoring
from microcred.scoring.operations import claim, let_go
from microcred.scoring.reactions import retire_what_was_read_too_often
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import agreed_on, panel, seeded, the_lot_falls


@pytest.fixture
def held(cast, monkeypatch):
    """Anna holds a validity paper of a stack whose papers are read once."""
    make.issuer(cast)
    version, two = make.published(cast), panel(cast)
    anna, bob = make.assessor(cast, "Anna"), make.assessor(cast, "Bob")
    decided = make.waiting(make.educator(cast, "Eve"), version, at=now())
    make.read(decided, bob, at=now())
    paper = agreed_on(cast, decided.submission, 1, two)
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.VALIDITY, papers=[paper], at=now())
    make.read(make.waiting(make.educator(cast, "Ida"), version, at=now()), anna, at=now())
    the_lot_falls(monkeypatch)
    item = seeded(Scoring.objects.get(assessor=anna), at=now())
    stack = Stack.objects.get(places__micro_credential=version.micro_credential_id)
    limit_use(actor=cast.lena, stack=stack, most=1, at=now())
    return claim(actor=anna, item=item, at=now())


def test_it_is_not_retired_in_somebodys_hands_and_is_once_they_have_given_it_back(cast, held):
    retire_what_was_read_too_often()
    assert not PaperRetirement.objects.exists()

    let_go(actor=held.assessor, item=held, claim_number=held.claim_number, reason="", at=now())
    retire_what_was_read_too_often()
    retire_what_was_read_too_often()

    row = PaperRetirement.objects.get()
    assert (row.paper, row.reason, row.retired_by) == (held.paper, PaperRetirement.Reason.OVER_USED, None)
    assert Notice.objects.filter(kind="exemplar_over_used").count() == 1
