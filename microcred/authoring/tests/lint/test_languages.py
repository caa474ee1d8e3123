"""A design is judged by the rules of its own language, or it is said that it was not."""

from datetime import date
from pathlib import Path

import pytest

from microcred.authoring.lint import CHECKS, Outcome, lint
from microcred.authoring.lint.files import read_designs
from microcred.catalog.tests import make

TODAY = date(2026, 11, 26)
STRANGERS = Path(__file__).parent / "strangers"
ENGLISH_ONLY = {check.name for check in CHECKS.values() if check.english_only}


def read(name, **changes):
    (written,) = read_designs((STRANGERS / f"{name}.yaml").read_bytes())
    assert written.findings == ()
    return written.design.model_copy(update=changes)


@pytest.mark.parametrize("name", ["lectura-compartida", "six-levels"])
def test_a_good_design_of_another_house_has_no_findings(name):
    assert lint(read(name), today=TODAY).findings == ()


def test_a_spanish_design_is_not_called_clean_by_english_rules():
    report = lint(read("lectura-compartida"), today=TODAY)

    assert {check for check in CHECKS if report.outcome(check) is Outcome.NOT_CHECKED} == ENGLISH_ONLY | {"overlap"}
    assert "not written in English" in str(report.not_checked[0].why)


def test_what_any_language_can_be_judged_by_is_judged_in_spanish_too():
    spanish = read("lectura-compartida")
    upside_down = spanish.rubric[1].model_copy(update={"levels": spanish.rubric[1].levels[::-1]})
    report = lint(
        spanish.model_copy(update={"rubric": (spanish.rubric[0], upside_down, spanish.rubric[2]), "hours": 200}),
        today=TODAY,
    )

    assert [finding.check for finding in report.findings] == ["required-level", "levels-ordered", "hours"]


def test_spanish_texts_said_to_be_english_are_named_and_not_judged_as_english():
    report = lint(read("lectura-compartida", language="en"), today=TODAY)

    assert [(finding.check, finding.found) for finding in report.findings] == [("language", "en")]
    assert report.outcome("plain") is Outcome.NOT_CHECKED


@pytest.mark.parametrize("said", ["en", "EN", "en-US", "English"])
def test_english_has_many_names(said):
    report = lint(make.design(language=said), today=TODAY)

    assert report.outcome("language") is Outcome.CLEAN
    assert report.outcome("observable") is Outcome.CLEAN


def test_a_text_in_another_language_within_an_english_design_is_left_alone():
    prompt = "Describe el grupo; el docente shall entregar la evidencia de su clase con los estudiantes y las familias."
    requirements = make.design().requirements
    changed = (requirements[0].model_copy(update={"prompt": prompt}), *requirements[1:])

    assert lint(make.design().model_copy(update={"requirements": changed}), today=TODAY).findings == ()
