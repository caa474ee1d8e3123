import pytest

from microcred.authoring.guidance import FIELDS
from microcred.authoring.operations import (
    ChecksBlock,
    FieldUnknown,
    GuidanceTooLong,
    LimitOutOfRange,
    NothingToCount,
    guide,
    inherit_guidance,
    publish,
)
from microcred.authoring.queries import guides_in, own_guidance, word_limits_in
from microcred.authoring.tests.make import AT, draft, omar, save
from microcred.authoring.tests.reviewing import person
from microcred.catalog.tests.make import cora, university
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return found(
        actor=None, slug="centre", name="The Centre", kind=Organization.Kind.UNIVERSITY, parent=university(), at=AT
    )


def say(organization, words, limit=None, *, field="competency", actor=None):
    return guide(actor=actor, organization=organization, field=field, guidance=words, word_limit=limit, at=AT)


def test_ours_holds_until_an_organization_says_something_and_below_it_until_they_do(centre):
    assert guides_in(centre)["competency"].source.words == "Digital Promise"
    say(university(), "Begin with a verb.", 40)
    assert (guides_in(centre)["competency"].text, word_limits_in(centre)) == ("Begin with a verb.", {"competency": 40})
    say(centre, "Begin with “The educator”.")

    assert guides_in(centre)["competency"].said_by == "The Centre"
    assert word_limits_in(centre) == {}
    assert word_limits_in(university()) == {"competency": 40}


def test_who_has_nothing_of_their_own_to_say_any_more_inherits_again(centre):
    say(university(), "Begin with a verb.", 40)
    say(centre, "Mine.")
    inherit_guidance(actor=None, organization=centre, field="competency", at=AT)

    assert guides_in(centre)["competency"].text == "Begin with a verb."
    assert own_guidance(centre) == {}


def test_every_field_has_a_guide():
    assert list(guides_in(university())) == list(FIELDS)
    assert word_limits_in(university()) == {}


def test_the_partnership_above_says_it_for_all_below(centre):
    pia = person("Pia Sandoval", Role.PARTNERSHIP_ADMIN, university())
    say(university(), "Briefly.", actor=pia)
    with pytest.raises(NotAllowed):
        say(university(), "At length.", actor=person("Osman Haddad", Role.ORG_ADMIN, centre))

    assert guides_in(centre)["competency"].text == "Briefly."


def test_administrators_say_it_and_authors_do_not():
    assert say(university(), "Briefly.", actor=omar()).set_by == omar()
    with pytest.raises(NotAllowed):
        say(university(), "Briefly.", actor=cora())
    with pytest.raises(NotAllowed):
        inherit_guidance(actor=cora(), organization=university(), field="competency", at=AT)


def test_what_cannot_be_guidance_is_refused():
    with pytest.raises(FieldUnknown):
        say(university(), "x", field="uuid")
    with pytest.raises(GuidanceTooLong, match="1001"):
        say(university(), "x" * 1001)
    for limit in (0, 5_001):
        with pytest.raises(LimitOutOfRange):
            say(university(), "x", limit)


def test_words_are_limited_only_where_a_text_is_written():
    with pytest.raises(NothingToCount, match="Hours of work to expect"):
        say(university(), "In a term.", 20, field="hours")
    assert say(university(), "In a term.", field="hours").word_limit is None


def test_a_draft_may_be_too_long_and_a_version_may_not():
    say(university(), "Briefly.", 3, field="rubric.levels.descriptor")
    mine = save(draft(), hours=21)

    with pytest.raises(ChecksBlock, match="the limit is 3") as refused:
        publish(actor=cora(), draft=mine, at=AT)
    assert refused.value.findings[0].field == "rubric.0.levels.0.descriptor"
