from datetime import timedelta

import pytest

from microcred.authoring.lint import Severity
from microcred.authoring.operations import CheckUnknown, SeverityFixed, set_severity
from microcred.authoring.queries import strictness_in
from microcred.authoring.tests import reviewing
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre():
    return found(
        actor=None,
        slug="centre",
        name="The Centre",
        kind=Organization.Kind.UNIVERSITY,
        parent=make.university(),
        at=make.AT,
    )


def severity(organization, check, severity, *, actor=None, at=make.AT):
    return set_severity(actor=actor, organization=organization, check=check, severity=severity, at=at)


def test_a_severity_holds_in_the_organization_and_below_it(centre):
    severity(make.university(), "hours", Severity.BLOCK)

    assert strictness_in(make.university()).severity_of("hours") is Severity.BLOCK
    assert strictness_in(centre).severity_of("hours") is Severity.BLOCK


def test_the_nearest_organization_has_the_say_and_the_last_word_counts(centre):
    severity(centre, "hours", Severity.BLOCK)
    severity(centre, "hours", Severity.ADVISE, at=make.AT + timedelta(seconds=1))
    severity(make.university(), "hours", Severity.BLOCK)

    assert strictness_in(centre).severity_of("hours") is Severity.ADVISE
    assert strictness_in(make.university()).severity_of("hours") is Severity.BLOCK


def test_an_administrator_may_and_an_author_may_not():
    omar = register(actor=None, name="Omar", email="omar@example.org")
    appoint(actor=None, person=omar, organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)
    severity(make.university(), "plain", Severity.BLOCK, actor=omar)

    with pytest.raises(NotAllowed):
        severity(make.university(), "plain", Severity.ADVISE, actor=make.cora())


def test_the_partnership_above_may_and_who_looks_after_one_below_may_not(centre):
    pia = reviewing.person("Pia Sandoval", Role.PARTNERSHIP_ADMIN, make.university())
    below = reviewing.person("Omar Haddad", Role.ORG_ADMIN, centre)
    learner = reviewing.person("Ada Whitfield", Role.EDUCATOR, centre)
    severity(make.university(), "hours", Severity.BLOCK, actor=pia)
    severity(centre, "plain", Severity.BLOCK, actor=pia)

    for who in (below, learner):
        with pytest.raises(NotAllowed):
            severity(make.university(), "hours", Severity.ADVISE, actor=who)
    assert strictness_in(centre).severity_of("hours") is Severity.BLOCK


def test_what_the_catalogue_refuses_cannot_become_advice_and_a_check_must_exist():
    with pytest.raises(SeverityFixed):
        severity(make.university(), "feeds", Severity.ADVISE)
    with pytest.raises(CheckUnknown, match="spelling"):
        severity(make.university(), "spelling", Severity.BLOCK)
