from datetime import timedelta

import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.quality.models import Adoption
from microcred.quality.operations import adopt_edition
from microcred.quality.queries import edition_of
from microcred.quality.tests import make

pytestmark = pytest.mark.django_db


def adopt(organization, edition, *, actor=None, days=0):
    return adopt_edition(actor=actor, organization=organization, edition=edition, at=make.AT + timedelta(days=days))


def test_an_edition_holds_below_until_somebody_there_says_otherwise():
    places = make.tree()
    shared = make.published(places["partnership"])
    own = make.published(places["state"], make.framework("own"))
    adopt(places["partnership"], shared)

    assert edition_of(places["district"]) == shared
    adopt(places["state"], own, days=1)

    assert edition_of(places["district"]) == own
    assert edition_of(places["other-state"]) == shared


def test_the_last_word_counts_and_no_word_is_none():
    places = make.tree()
    first, second = make.published(places["state"]), make.published(places["state"], make.framework(version="2"))

    assert edition_of(places["state"]) is None
    adopt(places["state"], second)
    adopt(places["state"], first, days=1)

    assert edition_of(places["state"]) == first


def test_adopting_what_holds_already_changes_nothing_but_a_place_may_fix_what_it_inherits():
    places = make.tree()
    edition = make.published(places["partnership"])
    adopt(places["partnership"], edition)

    assert adopt(places["partnership"], edition, days=1) == adopt(places["partnership"], edition, days=2)
    adopt(places["state"], edition)

    assert Adoption.objects.count() == 2


def test_an_administrator_adopts_for_their_own_and_nobody_else_does():
    places = make.tree()
    edition = make.published(places["partnership"])
    omar = make.somebody("Omar", Role.ORG_ADMIN, places["district"])
    dev = make.somebody("Dev", Role.QA_REVIEWER, places["district"])

    assert adopt(places["district"], edition, actor=omar).adopted_by == omar
    for actor, place in ((omar, "state"), (dev, "district")):
        with pytest.raises(NotAllowed):
            adopt(places[place], edition, actor=actor)
