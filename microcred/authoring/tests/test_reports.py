"""What the checks find is looked for once, and again when anything that it depends on is another."""

from datetime import timedelta

import pytest

from microcred.authoring.lint import Severity
from microcred.authoring.operations import set_severity, start_draft
from microcred.authoring.queries import report_on
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db

TODAY = make.AT.date()


@pytest.fixture
def draft():
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT)


def test_the_same_design_is_looked_at_once(draft):
    design = make.plain_design()
    assert report_on(draft, design, today=TODAY) is report_on(draft, design.model_copy(), today=TODAY)


def test_another_word_and_another_day_are_looked_at(draft):
    design = make.plain_design()
    known = report_on(draft, design, today=TODAY)
    spoiled = design.model_copy(update={"hours": 300})

    assert report_on(draft, spoiled, today=TODAY).findings != known.findings
    assert report_on(draft, design, today=TODAY + timedelta(days=1)) is not known


def test_what_an_organization_says_of_a_check_holds_at_once(draft):
    design = make.plain_design(hours=300)
    assert "hours" not in {finding.check for finding in report_on(draft, design, today=TODAY).blocking}
    set_severity(actor=None, organization=make.university(), check="hours", severity=Severity.BLOCK, at=make.AT)
    assert "hours" in {finding.check for finding in report_on(draft, design, today=TODAY).blocking}


def test_what_the_catalogue_offers_since_is_seen_at_once(draft):
    design = make.plain_design()
    assert "overlap" not in {finding.check for finding in report_on(draft, design, today=TODAY).findings}
    make.version(make.plain_design(name="Change With Colleagues"))
    assert "overlap" in {finding.check for finding in report_on(draft, design, today=TODAY).findings}
