import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.portfolios.models import Removal
from microcred.portfolios.operations import BeingJudged, return_for_revision, take_out
from microcred.portfolios.queries import contents_of, workspace_of
from microcred.portfolios.tests.make import asked, handed_in, pdf, put, short, started


def test_what_is_taken_out_is_gone_from_the_work(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)

    take_out(actor=cast.ada, item=item, at=cast.at)
    take_out(actor=cast.ada, item=item, at=cast.at)

    assert not any(work.items for work in workspace_of(pursuit).work)
    assert Removal.objects.count() == 1


def test_a_submission_keeps_what_is_taken_out_later(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    first = handed_in(pursuit, at=cast.at)
    with pytest.raises(BeingJudged):
        take_out(actor=cast.ada, item=item, at=cast.at)
    reopened = asked(pursuit, "artifact").criteria.all()
    return_for_revision(actor=None, submission=first, short=short(reopened), at=cast.at)

    take_out(actor=cast.ada, item=item, at=cast.at)

    before = [piece.sha256 for entry in contents_of(first).by_requirement for piece in entry.items]
    assert item.file.sha256 in before


def test_gus_takes_nothing_of_adas_out(cast):
    item = put(started(cast), "plan.pdf", pdf(), at=cast.at)
    with pytest.raises(NotAllowed):
        take_out(actor=cast.gus, item=item, at=cast.at)
