from datetime import timedelta

import pytest

from microcred.authoring.lint import Outcome
from microcred.authoring.operations import start_draft
from microcred.authoring.queries import report_on
from microcred.catalog.operations import retire
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def overlap_of(draft, design=None):
    report = report_on(draft, design or make.plain_design(), today=make.AT.date())
    return [str(finding.why) for finding in report.findings if finding.check == "overlap"]


def started(**more):
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT, **more)


def test_a_near_copy_of_what_the_catalogue_offers_is_named():
    make.version(make.plain_design(name="Change With Colleagues"))
    make.version(make.design("competency-based-rubric-design", alignments=[]))

    (why,) = overlap_of(started())
    assert "“Change With Colleagues”" in why


def test_the_next_version_of_a_micro_credential_is_no_copy_of_it():
    version = make.version()

    assert overlap_of(started(micro_credential=version.micro_credential)) == []


def test_what_is_no_longer_offered_may_be_written_anew():
    version = make.version()
    retire(
        actor=make.cora(), micro_credential=version.micro_credential, reason="Replaced.", at=make.AT + timedelta(days=1)
    )

    assert overlap_of(started()) == []


def test_the_catalogue_is_asked_little_when_its_gists_are_known(django_assert_max_num_queries):
    for number in range(3):
        make.version(make.design("competency-based-rubric-design", alignments=[], name=f"Rubric {number}"))
    draft = started()
    overlap_of(draft)

    with django_assert_max_num_queries(3):  # severities, limits of fields, and what is on offer
        overlap_of(draft)


def test_what_is_published_in_the_meantime_is_known_at_once():
    draft = started()
    assert overlap_of(draft) == []
    make.version(make.plain_design(name="Change With Colleagues"))

    assert len(overlap_of(draft)) == 1


def test_a_catalogue_too_large_to_compare_with_is_told_as_not_checked(monkeypatch):
    monkeypatch.setattr("microcred.authoring.likeness.MOST_OFFERED", 1)
    make.version(make.plain_design(name="Change With Colleagues"))
    make.version(make.design("competency-based-rubric-design", alignments=[]))
    report = report_on(started(), make.plain_design(), today=make.AT.date())

    assert report.outcome("overlap") is Outcome.NOT_CHECKED
