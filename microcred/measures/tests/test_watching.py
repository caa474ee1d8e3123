"""Charts of change and the sequential test from the command line: what is told, how long, and files that are wrong."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.drift import DisagreementChart, SeverityChart, limit_for
from microcred.measures.sequential import Qualification, prospects, run

STEADY = [3] * 12
FALLS = [3] * 12 + [2] * 30


def checks(**given: list[int]) -> str:
    """A line for each level that was given where 3 is agreed, day by day."""
    lines = [
        f"{rater},2026-{1 + day // 28:02d}-{1 + day % 28:02d},3,{level}"
        for rater, levels in given.items()
        for day, level in enumerate(levels)
    ]
    return "\n".join(["rater,time,agreed,given", *lines])


@pytest.fixture
def call(tmp_path: Path):
    def _call(command: str, text: str, *options: str):
        file = tmp_path / "checks.csv"
        file.write_text(text)
        return CliRunner().invoke(app, [command, str(file), *options])

    return _call


@pytest.fixture
def told(call):
    def _told(command: str, text: str, *options: str):
        said = call(command, text, "--json", *options)
        assert said.exit_code == 0, said.stderr
        return json.loads(said.stdout)

    return _told


# -- drift


def test_who_changed_is_signalled_with_when_and_since_when_and_nobody_else(told, call):
    found = told("drift", checks(Ben=FALLS, Kofi=STEADY))
    ben, kofi = found["raters"]
    assert (ben["name"], ben["checks"], ben["disagreed"]) == ("Ben", 42, 30)
    assert ben["harsher"]["signalled"]
    assert ben["harsher"]["since_check"] == 13
    assert ben["harsher"]["since_time"] == "2026-01-13"
    assert ben["harsher"]["at_check"] == 12 + SeverityChart().harsher([-1] * 30).signalled_at + 1
    assert ben["disagreement"]["at_check"] == 12 + DisagreementChart().of([True] * 30).signalled_at + 1
    assert not ben["milder"]["signalled"]
    assert not any(kofi[side]["signalled"] for side in ("disagreement", "harsher", "milder"))
    said = call("drift", checks(Ben=FALLS, Kofi=STEADY)).stdout
    assert "SIGNAL at check 18, time 2026-01-18 (line 19); most likely since check 13, time 2026-01-13" in said
    assert "without a cause it signals once in 487 checks, at 40% after 28" in said


def test_how_long_charts_run_is_told_and_can_be_asked_for(told):
    found = told("drift", checks(Ben=STEADY))["charts"]
    assert found["disagreement"]["runs_without_cause"] == pytest.approx(DisagreementChart().run_length(0.2))
    assert found["severity"]["runs_at_shift"] == pytest.approx(SeverityChart().run_length(0.25))
    longer = told("drift", checks(Ben=STEADY), "--run-length", "1000")["charts"]
    assert longer["disagreement"]["runs_without_cause"] == pytest.approx(1000, rel=0.02)
    assert longer["severity"]["runs_without_cause"] == pytest.approx(1000, rel=0.01)
    assert told("drift", checks(Ben=STEADY))["signals_by_chance"] == pytest.approx(12 / 487 + 12 / 368, rel=0.01)


def test_a_limit_for_a_run_is_what_drawn_charts_run():
    limit = limit_for(lambda of: DisagreementChart(0.2, 0.4, of).run_length(0.2), 200)
    draw, chart = np.random.default_rng(5), DisagreementChart(0.2, 0.4, limit)
    runs = [chart.of(list(draw.random(4000) < 0.2)).signalled_at + 1 for _chart in range(400)]
    assert np.mean(runs) == pytest.approx(200, rel=0.15)
    for never in (1, 1e9):
        with pytest.raises(ValueError, match="runs for more than 1"):
            limit_for(lambda of: of, never)
    with pytest.raises(ValueError, match="no limit"):
        limit_for(lambda _of: 1.0, 10)


def test_times_put_checks_in_order_whatever_they_are(told):
    lines = checks(Ben=FALLS).splitlines()
    shuffled = "\n".join([lines[0], *(lines[1:][each] for each in np.random.default_rng(1).permutation(42))])
    first, again = (told("drift", text)["raters"][0]["harsher"] for text in ("\n".join(lines), shuffled))
    assert again | {"at_line": 0} == first | {"at_line": 0}
    numbers = "\n".join(["time,agreed,given", *(f"{42 - each},3,{FALLS[41 - each]}" for each in range(42))])
    assert told("drift", numbers)["raters"][0]["harsher"]["at_check"] == first["at_check"]
    assert told("drift", numbers)["raters"][0]["name"] == "all"
    assert told("drift", numbers, "--in-order")["raters"][0]["harsher"]["at_check"] < first["at_check"]


def test_words_have_a_chart_of_disagreement_and_with_their_order_of_severity_too(told):
    text = "rater,agreed,given\n" + "Ben,met,short\n" * 20
    found = told("drift", text)
    assert "harsher" not in found["raters"][0]
    assert any("--categories" in each for each in found["notes"])
    assert told("drift", text, "--categories", "short,met")["raters"][0]["harsher"]["signalled"]


def test_differences_that_spread_otherwise_than_was_said_are_told(told):
    wide = [3 + (2 if each % 2 else -2) for each in range(40)]
    assert any("--spread" in each for each in told("drift", checks(Ben=wide))["notes"])
    assert not any("--spread" in each for each in told("drift", checks(Ben=wide), "--spread", "2")["notes"])


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("rater,time,given\nBen,1,3\n", (), "has no column “agreed”"),
        ("rater,agreed,given\nBen,3,3\n,3,3\n", (), "line 3 names no rater"),
        ("rater,agreed,given\nBen,3,3\nBen,3,x\n", (), "line 3: “x” is no number"),
        ("rater,agreed,given\nBen,met,short\nBen,met,mte\n", ("--categories", "short,met"), "line 3 holds “mte”"),
        ("time,agreed,given\n1,3,3\nsoon,3,3\n", (), "line 2: “1” is no time like the others"),
        ("time,agreed,given\n2026-01-01,3,3\nsoon,3,3\n", (), "line 3: “soon” is no time"),
        ("time,agreed,given\n2026-01-01,3,3\n,3,3\n", (), "line 3 says no time"),
        ("time,agreed,given\n2026-01-01T08:00,3,3\n2026-01-01T09:00Z,3,3\n", (), "line 3"),
        ("agreed,given\n3,\n", (), "no line with an agreed and a given level"),
        ("agreed,given\n", (), "holds no checks"),
        ("agreed,given\n3,3\n", ("--usual", "0.5"), "raised share of disagreement"),
        ("agreed,given\n3,3\n", ("--when", "x"), "No such option"),
    ],
)
def test_checks_that_cannot_be_read_are_told_with_their_line(call, text, options, says):
    said = call("drift", text, *options)
    assert said.exit_code == 2
    assert says in said.stderr


# -- qualification


def test_a_decision_is_that_of_the_test_paper_by_paper(told, call):
    found = told("qualification", checks(Ben=STEADY, Kofi=[1] * 12, Lena=[3, 2] * 3))
    ben, kofi, lena = found["candidates"]
    known = run(Qualification(), [0] * 12)
    assert (ben["verdict"], ben["papers"], ben["not_counted"]) == (known.verdict, known.papers, 12 - known.papers)
    assert ben["evidence"] == pytest.approx(known.evidence)
    assert (kofi["verdict"], kofi["papers"], kofi["far_off"]) == ("not qualified", 10, 10)
    assert lena["verdict"] == "go on"
    said = call("qualification", checks(Ben=STEADY)).stdout
    assert "Ben: QUALIFIED, after 11 papers; 1 after that do not count" in said


def test_criteria_of_a_paper_count_in_part(told):
    lines = [f"p{paper},3,{level}" for paper in range(12) for level in (3, 3, 3, 2)]
    found = told("qualification", "\n".join(["paper,agreed,given", *lines]))["candidates"][0]
    assert (found["papers"], found["exact"]) == (12, 9)


def test_levels_off_can_be_said_without_a_file():
    said = CliRunner().invoke(app, ["qualification", "--off", ",".join(["0"] * 11), "--json"])
    assert json.loads(said.stdout)["candidates"][0]["verdict"] == "qualified"
    assert "no whole number" in CliRunner().invoke(app, ["qualification", "--off", "0,x"]).stderr
    assert CliRunner().invoke(app, ["qualification", "--good", "0.5"]).exit_code == 2
    assert CliRunner().invoke(app, ["qualification", "x.csv", "--off", "0"]).exit_code == 2


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7, 0.8, 0.9])
@pytest.mark.parametrize("test", [Qualification(), Qualification(fewest=1, most=40, alpha=0.1)], ids=["usual", "other"])
def test_what_terms_come_to_is_what_drawn_tests_come_to(share, test):
    draw = np.random.default_rng(7)
    found = prospects(test, share)
    drawn = [run(test, (0 if hit else 1 for hit in draw.random(60) < share)) for _run in range(2000)]
    assert found.qualifies == pytest.approx(np.mean([each.verdict == "qualified" for each in drawn]), abs=0.035)
    assert found.fails == pytest.approx(np.mean([each.verdict == "not qualified" for each in drawn]), abs=0.035)
    assert found.qualifies + found.fails + found.panel == pytest.approx(1)
    assert found.mean == pytest.approx(np.mean([each.papers for each in drawn]), rel=0.04)
    assert abs(found.most - np.quantile([each.papers for each in drawn], 0.95)) <= 3


def test_errors_that_are_told_stay_below_those_that_were_asked_for():
    said = CliRunner().invoke(app, ["qualification", "--json"])
    found = json.loads(said.stdout)
    assert found["candidates"] == []
    assert 0 < found["errors"]["poor_qualifies"] <= 0.05
    assert 0 < found["errors"]["good_fails"] <= 0.05
    assert [each["share"] for each in found["prospects"]] == [0.5, 0.6, 0.7, 0.8, 0.9]


def test_without_an_end_it_is_what_an_independent_program_found():
    """20,000 runs each: who qualifies, mean papers, 95 of 100."""
    for share, qualifies, mean, most in (
        (0.5, 0.002, 16, 34),
        (0.6, 0.04, 28, 68),
        (0.8, 0.96, 31, 72),
        (0.9, 1, 17, 28),
    ):
        found = prospects(Qualification(fewest=1, most=400), share)
        assert found.qualifies == pytest.approx(qualifies, abs=0.01)
        assert found.mean == pytest.approx(mean, rel=0.05)
        assert found.most == pytest.approx(most, abs=3)


# -- files of another form


@pytest.mark.parametrize(
    ("command", "text", "hint"),
    [
        ("agreement", "essay,r1,r2\n1,2,3\n", "say --wide"),
        ("agreement", "unit,r1,r2\n1,2,3\n", "say --wide"),
        ("agreement", "unit,rater,clarity,depth\n1,a,2,3\n", "say --criteria all"),
        ("severity", "person,rater,clarity,depth\n1,a,2,3\n", "say --wide"),
    ],
)
def test_a_file_of_another_form_gets_a_hint(call, command, text, hint):
    said = call(command, text)
    assert said.exit_code == 2
    assert hint in said.stderr


def test_a_file_that_is_of_no_other_form_gets_none(call):
    for text in ("unit,score\n1,2\n", "work,rater,value\n1,a,2\n"):
        assert "--wide" not in call("agreement", text).stderr
