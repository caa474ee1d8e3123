"""A version judged by another rubric: who qualified by the one before claims its submissions once requalified."""

from datetime import timedelta

import pytest

from microcred.calibration.operations import requalify
from microcred.catalog.design import Design, Kind, as_json
from microcred.catalog.models import Version
from microcred.catalog.operations import publish
from microcred.catalog.tests.make import plain_design
from microcred.scoring.operations import claim, claim_next, enqueue, let_go
from microcred.scoring.operations.claims import AnotherRubric, NotQualified
from microcred.scoring.tests import make

DAY = timedelta(days=1)


@pytest.fixture
def first(cast) -> Version:
    make.qualified(cast, cast.ben)
    return make.published(cast)


def published_again(cast, first: Version, content: dict, **more) -> Version:
    return publish(
        actor=cast.cora,
        owner=first.micro_credential.owner,
        design=Design.model_validate(content),
        micro_credential=first.micro_credential,
        at=cast.at + DAY,
        **more,
    )


@pytest.fixture
def stricter(cast, first) -> Version:
    """The next version asks a higher level of one criterion: a substantive change of the rubric."""
    content = as_json(plain_design())
    content["rubric"][1]["required"] = content["rubric"][1]["levels"][-1]["name"]
    return published_again(cast, first, content)


@pytest.fixture
def old(cast, first):
    """Work of before the change, which is judged by the rubric of before."""
    return queued(cast.gus, first, at=cast.at)


@pytest.fixture
def after(stricter):
    """When the grace in which the old qualification still serves has ended."""
    return stricter.succession.requalify_from


def queued(person, version, *, at):
    return enqueue(actor=None, submission=make.submitted(person, version, at=at), at=at)


def test_until_the_grace_ends_the_old_qualification_serves(cast, stricter, after):
    item = queued(cast.ada, stricter, at=cast.at + DAY)
    assert claim_next(actor=cast.ben, at=after - timedelta(seconds=1)) == item


def test_after_it_the_queue_passes_over_what_is_judged_by_the_new_rubric(cast, old, stricter, after):
    item = queued(cast.ada, stricter, at=cast.at + DAY)

    held = claim_next(actor=cast.ben, at=after)
    assert held == old, "the rubric he knows still comes to him"
    let_go(actor=cast.ben, item=held, claim_number=held.claim_number, at=after)
    with pytest.raises(AnotherRubric) as no:
        claim(actor=cast.ben, item=item, at=after)
    assert "requalify" in str(no.value)
    assert claim_next(actor=cast.ben, version=stricter.pk, at=after) is None
    with pytest.raises(NotQualified):
        claim(actor=cast.bea, item=item, at=after)


@pytest.mark.parametrize("by_name", [True, False])
def test_once_requalified_it_comes_to_him(cast, stricter, after, by_name):
    item = queued(cast.ada, stricter, at=cast.at + DAY)
    assert claim_next(actor=cast.ben, at=after) is None
    requalify(actor=cast.lena, assessor=cast.ben, version=stricter, basis="Ten papers by the new rubric.", at=after)

    taken = claim(actor=cast.ben, item=item, at=after) if by_name else claim_next(actor=cast.ben, at=after)
    assert (taken, taken.assessor) == (item, cast.ben)


def test_who_qualifies_for_the_stack_after_the_change_needs_no_more(cast, stricter, after):
    item = queued(cast.ada, stricter, at=cast.at + DAY)
    make.qualified(cast, cast.bea, at=after)
    assert claim_next(actor=cast.bea, at=after) == item


def test_a_revision_of_the_wording_asks_nothing(cast, first):
    content = as_json(plain_design())
    content["rubric"][1]["description"] += " Read closely."
    revised = published_again(cast, first, content, change=Kind.EDITORIAL, note="Clearer.")
    item = queued(cast.ada, revised, at=cast.at + DAY)
    assert claim_next(actor=cast.ben, at=cast.at + 300 * DAY) == item


def test_a_substantive_change_that_leaves_the_rubric_asks_nothing(cast, first):
    longer = published_again(cast, first, {**as_json(plain_design()), "hours": 41})
    item = queued(cast.ada, longer, at=cast.at + DAY)
    assert claim_next(actor=cast.ben, at=cast.at + 300 * DAY) == item
