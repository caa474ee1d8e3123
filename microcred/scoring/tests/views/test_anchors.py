"""Anchor papers beside the work: what is agreed and why, once they were opened, and never by whom one is close to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.calibration.models import PaperSet
from microcred.calibration.operations import open_paper, publish_papers
from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.portfolios.models import Sight
from microcred.portfolios.operations import note_sight
from microcred.scoring.operations import claim, let_go
from microcred.scoring.tests import make
from microcred.scoring.tests.validity import agreed, panel


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def item(cast, version):
    return claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=now()), at=now())


def anchored(cast, version, *names):
    two = panel(cast)
    papers = [agreed(cast, version, make.educator(cast, name), 1, two) for name in names]
    publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.ANCHOR, papers=papers, at=cast.at)
    return papers


def text(answer) -> str:
    return answer.content.decode()


def test_what_is_agreed_stands_beside_the_work_once_it_was_opened(cast, client, version, item):
    (paper,) = anchored(cast, version, "Eve")
    criteria = list(Criterion.objects.filter(version=version).order_by("position"))
    page = reverse("anchors", args=[item.pk])
    client.force_login(cast.ben)
    desk = text(client.get(reverse("workbench", args=[item.pk])))
    assert desk.count('data-key="a"') == len(criteria)
    assert f'href="{page}#anchor-{criteria[0].pk}"' in desk
    before = text(client.get(page))
    assert "Not opened by you yet" in before
    assert f"anchor-{criteria[0].pk}" not in before

    open_paper(actor=cast.ben, paper=paper, at=now())

    whole = text(client.get(page))
    assert all(f"anchor-{criterion.pk}" in whole for criterion in criteria)
    assert reverse("practice_paper", args=[paper.pk]) in whole
    beside = text(client.get(page, {"criterion": criteria[0].pk}, headers={"HX-Request": "true"}))
    assert "<html" not in beside
    assert (f"anchor-{criteria[0].pk}" in beside, f"anchor-{criteria[1].pk}" in beside) == (True, False)
    let_go(actor=cast.ben, item=item, claim_number=1, at=now())
    assert client.get(page).status_code == 404


def test_no_paper_by_whom_the_reader_is_close_to(cast, client, version, item):
    (paper,) = anchored(cast, version, "Eve")
    client.force_login(cast.ben)
    assert 'data-key="a"' in text(client.get(reverse("workbench", args=[item.pk])))

    note_sight(actor=cast.ben, pursuit=paper.submission.pursuit, way=Sight.Way.APPEAL, at=now())

    assert 'data-key="a"' not in text(client.get(reverse("workbench", args=[item.pk])))
    page = text(client.get(reverse("anchors", args=[item.pk])))
    assert reverse("practice_paper", args=[paper.pk]) not in page


def test_many_cost_as_much_as_one(cast, client, version, item):
    client.force_login(cast.ben)
    page, counts = reverse("anchors", args=[item.pk]), []
    papers = anchored(cast, version, "Eve", "Eli", "Ewa")
    for shown in (papers[:1], papers):
        publish_papers(actor=cast.lena, version=version, kind=PaperSet.Kind.ANCHOR, papers=shown, at=now())
        for paper in shown:
            open_paper(actor=cast.ben, paper=paper, at=now())
        client.get(page)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append(len(asked))
    assert counts[0] == counts[1]
