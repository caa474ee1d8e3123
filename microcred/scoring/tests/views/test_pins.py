"""What educators pinned stands beside the criterion that it speaks of, and says nothing of who they are."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.portfolios.operations import pin, say_language
from microcred.portfolios.places import Place
from microcred.portfolios.tests import make as work
from microcred.scoring.operations import claim_next, enqueue
from microcred.scoring.tests import make


@pytest.fixture
def ben(cast, client):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    client.force_login(cast.ben)
    return client


@pytest.fixture
def pursuit(cast, ben):
    return work.started(cast, make.published(cast), at=now() - timedelta(days=3))


def desk(cast, pursuit):
    submission = work.handed_in(pursuit, at=now() - timedelta(days=1))
    enqueue(actor=None, submission=submission, at=now())
    item = claim_next(actor=cast.ben, at=now())
    return reverse("workbench", args=[item.pk])


def test_a_pin_stands_beside_its_criterion_with_the_way_to_its_page(cast, ben, pursuit):
    plan = work.put(pursuit, "ada-whitfield-plan.pdf", work.pdf(3), at=now())
    criterion = plan.requirement.criteria.first()
    pin(actor=cast.ada, item=plan, words="See the norms", criteria=[criterion], place=Place(page=2), at=now())
    page = ben.get(desk(cast, pursuit)).content.decode()
    at_criterion = page.split(f'id="criterion-{criterion.pk}"')[1].split("</form>")[0]

    assert "See the norms" in at_criterion
    assert "evidence-1.pdf, page 2" in at_criterion
    assert "#page=2" in page
    assert "ada-whitfield" not in page
    for other in criterion.version.criteria.exclude(pk=criterion.pk):
        assert "See the norms" not in page.split(f'id="criterion-{other.pk}"')[1].split("</form>")[0]


def test_a_region_is_drawn_over_the_picture(cast, ben):
    rows, place = work_with_pictures()
    pursuit = work.started(cast, make.published(cast, requirements=rows), at=now() - timedelta(days=3))
    picture = work.put(pursuit, "wall.png", work.picture(), at=now(), requirement=requirement_at(pursuit, place))
    work.declared(picture, at=now())
    region = Place(left=10, top=20, width=30, height=40)
    criteria = list(picture.requirement.criteria.all())
    pin(actor=cast.ada, item=picture, words="The wall", criteria=criteria, place=region, at=now())
    page = ben.get(desk(cast, pursuit)).content.decode()

    assert '<rect x="10" y="20" width="30" height="40" />' in page
    assert "#xywh=percent:10,20,30,40" in page


def work_with_pictures():
    from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact

    return with_artifact(accepts=("image", "document"))


def requirement_at(pursuit, place):
    return pursuit.version.requirements.order_by("position")[place]


def test_a_submission_without_pins_looks_as_before(cast, ben, pursuit):
    page = ben.get(desk(cast, pursuit)).content.decode()

    assert "Where the educator sees it" not in page


def test_the_language_of_a_piece_stands_in_the_queue_and_beside_it(cast, ben, pursuit):
    plan = work.put(pursuit, "plan.pdf", work.pdf(3), at=now())
    english = work.put(pursuit, "plan-en.pdf", work.pdf(2), at=now())
    say_language(
        actor=cast.ada,
        pursuit=pursuit,
        requirement=plan.requirement,
        item=plan,
        language="es",
        translated_by="machine",
        beside=english,
        at=now(),
    )
    submission = work.handed_in(pursuit, at=now() - timedelta(days=1))
    enqueue(actor=None, submission=submission, at=now())
    assert "español" in ben.get(reverse("queue")).content.decode()
    page = ben.get(reverse("workbench", args=[claim_next(actor=cast.ben, at=now()).pk])).content.decode()

    assert '<span lang="es">español</span>' in page
    assert "translated by a program" in page
    assert ">evidence-2.pdf</a>" in page
