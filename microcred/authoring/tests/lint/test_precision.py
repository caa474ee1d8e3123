"""The lint is measured: false alarms are the enemy, for an author who meets two of them reads no third."""

from pathlib import Path

import pytest

from microcred.authoring.lint import CHECKS
from microcred.authoring.tests.lint.labelled import HOUSES, cases
from microcred.authoring.tests.lint.measuring import demo, measured, table
from microcred.catalog.tests import make

LABELLED = ("demo", "houses", "spoiled", "sound", "examined", "fresh", "last")
DOCUMENT = Path(__file__).parents[4] / "docs" / "authoring" / "lint.md"


def test_the_labelled_set_is_large_and_names_every_check_that_a_form_can_trip():
    every = [case for name in ("spoiled", "sound", "examined", "fresh", "last") for case in cases(name)]
    named = {check for case in every for check, _at in case.finds}

    assert sum(bool(case.finds) for case in every) >= 200
    assert sum(not case.finds for case in every) >= 80
    assert named == set(CHECKS)


def test_nothing_is_found_in_the_demonstration():
    counts, wrong = measured("demo")

    assert wrong == []
    assert len(demo()) == len(make.demo_files()) >= 17
    assert not any(one.false for one in counts.values())


def test_nothing_is_found_in_whole_designs_of_other_authors():
    counts, wrong = measured("houses")

    assert wrong == []
    assert len(HOUSES) >= 15
    assert not any(one.false for one in counts.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [*CHECKS])
def test_each_check_is_seldom_wrong_and_misses_little(name):
    counts, wrong = measured(*LABELLED)
    about = [line for line in wrong if name in line]

    assert counts[name].precision >= 0.97, about
    assert counts[name].recall >= 0.9, about


@pytest.mark.slow
def test_the_figures_in_the_document_are_those_that_were_measured():
    assert table(*LABELLED) in DOCUMENT.read_text()


@pytest.mark.slow
def test_designs_written_after_the_checks_are_judged_nearly_as_well():
    counts, wrong = measured("unseen", "later")
    right, false, missed = (sum(getattr(one, kind) for one in counts.values()) for kind in ("right", "false", "missed"))

    assert right / (right + false) >= 0.95, wrong
    assert right / (right + missed) >= 0.9, wrong
