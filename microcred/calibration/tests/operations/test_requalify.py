"""Judging by the rubric of a new version."""

from datetime import timedelta

import pytest

from microcred.calibration.operations import NotAnAssessor, OwnRight, SameRubric, StackNotHeld, qualify, requalify
from microcred.calibration.queries import is_qualified
from microcred.catalog.design import Design, Kind, as_json
from microcred.catalog.operations import open_stack, place, publish
from microcred.catalog.tests.make import plain_design
from microcred.foundation import outbox
from microcred.foundation.refusals import NotAllowed
from microcred.notices.models import Notice

LATER = timedelta(days=40)
LONG_AFTER = timedelta(days=100)


@pytest.fixture
def first(cast):
    owner = cast.places["carolinacred"]
    stack = open_stack(actor=None, owner=owner, slug="circles", name="Circles", description="", position=1)
    version = publish(actor=cast.cora, owner=owner, design=plain_design(), at=cast.at)
    place(actor=None, stack=stack, micro_credential=version.micro_credential, position=1)
    qualified(cast, stack, cast.bea)
    return version


def qualified(cast, stack, assessor, at=None):
    at = at or cast.at
    qualify(actor=cast.lena, assessor=assessor, stack=stack, basis="Papers.", at=at, expires_at=at + timedelta(365))


def published(cast, first, design, **more):
    return publish(
        actor=cast.cora,
        owner=first.micro_credential.owner,
        design=design,
        micro_credential=first.micro_credential,
        at=more.pop("at", cast.at + LATER),
        **more,
    )


def stricter():
    content = as_json(plain_design())
    content["rubric"][1]["required"] = content["rubric"][1]["levels"][-1]["name"]
    return Design.model_validate(content)


def ask(cast, version, **changes):
    wishes = {"actor": cast.lena, "assessor": cast.bea, "at": cast.at + LONG_AFTER, **changes}
    return requalify(version=version, basis="Ten papers by the new rubric.", **wishes)


def test_another_rubric_is_judged_by_the_old_qualification_until_grace_ends(cast, first):
    second = published(cast, first, stricter())
    ends = second.succession.requalify_from
    assert is_qualified(cast.bea, second, at=ends - timedelta(seconds=1))
    assert not is_qualified(cast.bea, second, at=ends)
    assert is_qualified(cast.bea, first, at=ends), "the earlier rubric is the one they know"


def test_a_requalification_opens_it_again_with_its_revisions_and_what_shares_its_rubric(cast, first):
    second = published(cast, first, stricter())
    ask(cast, second)
    content = as_json(stricter())
    content["rubric"][1]["description"] += " Read closely."
    revised = published(
        cast, first, Design.model_validate(content), change=Kind.EDITORIAL, note="Clearer.", at=cast.at + LONG_AFTER
    )
    longer = published(
        cast, first, Design.model_validate({**content, "hours": 41}), at=cast.at + LONG_AFTER + timedelta(days=1)
    )
    assert longer.succession.rubric_of == second
    for version in (second, revised, longer):
        assert is_qualified(cast.bea, version, at=cast.at + LONG_AFTER + timedelta(days=200))


def test_who_qualified_since_for_the_stack_knows_the_rubric(cast, first):
    second = published(cast, first, stricter())
    qualified(cast, first.micro_credential.stacks.get(), cast.ben, at=cast.at + LONG_AFTER)
    assert is_qualified(cast.ben, second, at=cast.at + LONG_AFTER + timedelta(days=1))
    assert not is_qualified(cast.bea, second, at=cast.at + LONG_AFTER + timedelta(days=1))


def test_a_revision_asks_nothing(cast, first):
    content = as_json(plain_design())
    content["rubric"][1]["description"] += " Read closely."
    revised = published(cast, first, Design.model_validate(content), change=Kind.EDITORIAL, note="Clearer.")
    assert is_qualified(cast.bea, revised, at=cast.at + timedelta(days=300))
    with pytest.raises(SameRubric):
        ask(cast, revised)


def test_a_requalification_is_no_right_to_the_stack(cast, first):
    second = published(cast, first, stricter())
    with pytest.raises(StackNotHeld):
        ask(cast, second, assessor=cast.ben)


def test_who_does_not_assess_is_not_requalified(cast, first):
    second = published(cast, first, stricter())
    with pytest.raises(NotAnAssessor):
        ask(cast, second, assessor=cast.gus)


@pytest.mark.parametrize("who", ["ben", "bea", "cora", "gus"])
def test_only_a_lead_assessor_of_the_owner_may(cast, first, who):
    second = published(cast, first, stricter())
    with pytest.raises(NotAllowed):
        ask(cast, second, actor=getattr(cast, who))


def test_nobody_gives_the_right_to_themselves(cast, first):
    second = published(cast, first, stricter())
    with pytest.raises(OwnRight):
        ask(cast, second, assessor=cast.lena)
    with pytest.raises(OwnRight):
        qualified(cast, first.micro_credential.stacks.get(), cast.lena)


def test_said_twice_it_stands_once(cast, first):
    second = published(cast, first, stricter())
    assert ask(cast, second) == ask(cast, second)


def test_who_judges_and_who_leads_hear_of_it_once(cast, first):
    published(cast, first, stricter())
    outbox.deliver_all()
    told = Notice.objects.filter(kind="rubric_changed")
    assert {notice.person for notice in told} == {cast.bea, cast.lena}
    assert all("a lead assessor" in notice.body for notice in told)
