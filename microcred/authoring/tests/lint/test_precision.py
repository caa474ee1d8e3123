"""The lint is measured: false alarms are the enemy, for an author who meets two of them reads no third."""

from pathlib import Path

import pytest

from microcred.authoring.lint import CHECKS
from microcred.authoring.tests.lint.labelled import cases
from microcred.authoring.tests.lint.measuring import demo, measured, table
from microcred.catalog.tests import make

LABELLED = ("demo", "spoiled", "sound")
DOCUMENT = Path(__file__).parents[4] / "docs" / "authoring" / "lint.md"


def test_the_labelled_set_is_large_and_names_every_check_that_a_form_can_trip():
    spoiled, sound = cases("spoiled"), cases("sound")
    named = {check for case in spoiled for check, _at in case.finds}

    assert len(spoiled) >= 60
    assert len(sound) >= 40
    assert named == set(CHECKS) - {"format"}


def test_nothing_is_found_in_the_demonstration():
    counts, wrong = measured("demo")

    assert wrong == []
    assert len(demo()) == len(make.demo_files()) >= 17
    assert not any(one.false for one in counts.values())


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CHECKS if name != "format"])
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
