"""On how little severities rest: raters who read few, groups that share few, and who has no finite estimate."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.measures.facets import Judgements, links, links_of, many_facets, separation


def read(pairs: dict[tuple[str, str], int], *, seed: int = 1, top: str = "") -> tuple[np.ndarray, ...]:
    """So many persons read by each pair of raters, by two criteria; one rater may give the top score throughout."""
    draw, rows, person = np.random.default_rng(seed), [], 0
    for both, persons in pairs.items():
        for _each in range(persons):
            ability = draw.normal(0, 1)
            for rater in both:
                for criterion in ("x", "y"):
                    score = int(np.clip(round(1.5 + ability + draw.normal(0, 0.7)), 0, 3))
                    rows.append((f"p{person}", rater, criterion, 3 if rater == top else score))
            person += 1
    return tuple(np.array(each) for each in zip(*rows, strict=True))


def linked(*args, **named):
    judgements = Judgements.of(*read(*args, **named))
    return links_of(judgements, many_facets(judgements))


def test_raters_who_read_much_of_the_same_are_told_nothing_of():
    found = linked({("a", "b"): 20, ("b", "c"): 20, ("a", "c"): 20})
    assert (found.few, found.loose, found.groups, found.shared) == ((), (), (), 0)


def test_who_read_few_and_who_shares_few_are_named_with_how_many():
    found = linked({("a", "b"): 40, ("b", "c"): 9, ("a",): 5})
    assert dict(found.few).keys() == {"c"}
    assert dict(found.loose).keys() == {"c"}
    assert all(often <= 9 for _name, often in (*found.few, *found.loose))


def test_groups_that_share_few_are_told_however_much_each_reads():
    found = linked({("a", "b"): 40, ("c", "d"): 40, ("b", "c"): 3, ("a", "d"): 4})
    assert sorted(map(sorted, found.groups)) == [["a", "b"], ["c", "d"]]
    assert 5 <= found.shared <= 7
    assert linked({("a", "b"): 40, ("c", "d"): 40, ("b", "c"): 8, ("a", "d"): 8}).groups == ()


def test_many_who_rotate_are_linked_though_no_two_share_much():
    names = "abcdefghijkl"
    assert linked(dict.fromkeys(combinations(names, 2), 3)).groups == ()


def test_the_weakest_cut_is_that_of_trying_all():
    draw = np.random.default_rng(3)
    for _graph in range(40):
        size = int(draw.integers(2, 8))
        shares = np.triu(draw.integers(0, 6, (size, size)), 1).astype(float)
        shares += shares.T
        cuts = [
            shares[np.ix_(side, [each for each in range(size) if each not in side])].sum()
            for count in range(1, size)
            for side in map(list, combinations(range(size), count))
        ]
        least, side = links._weakest(shares)
        assert least == pytest.approx(min(cuts))
        assert shares[np.ix_(side, ~side)].sum() == pytest.approx(least)


# -- separation


def test_who_has_no_finite_estimate_is_left_out_of_separation_and_counted():
    judgements = Judgements.of(*read({("a", "b"): 20, ("b", "c"): 20, ("c", "top"): 20}, top="top"))
    found = many_facets(judgements)
    extreme = [each for each in found.raters if each.extreme]
    assert [each.name for each in extreme] == ["top"]
    rest = tuple(each for each in found.raters if not each.extreme)
    assert found.rater_separation.left_out == 1
    assert found.rater_separation.degrees == 2
    assert found.rater_separation.rmse == separation(rest).rmse
    assert separation(found.raters, extremes=True).rmse > found.rater_separation.rmse
    assert separation(found.raters, extremes=True).left_out == 0
    assert found.person_separation.left_out == sum(each.extreme for each in found.persons)


# -- the command


@pytest.fixture
def call(tmp_path: Path):
    def _call(rows: tuple[np.ndarray, ...], *options: str):
        file = tmp_path / "scores.csv"
        lines = [",".join(map(str, row)) for row in zip(*rows, strict=True)]
        file.write_text("\n".join(["person,rater,criterion,score", *lines]))
        return CliRunner().invoke(app, ["severity", str(file), *options])

    return _call


def test_the_command_tells_on_how_little_severities_rest(call):
    rows = read({("a", "b"): 40, ("c", "d"): 40, ("b", "c"): 3, ("d", "e"): 6})
    said = call(rows).stdout
    assert "fewer than 30 persons were read by e (" in said
    assert "fewer than 10 persons are shared with any other rater by e (" in said
    assert "weakly linked: these groups of raters share " in said
    assert "a and b | c and d" in said
    data = json.loads(call(rows, "--json").stdout)
    assert data["links"]["weakly_linked"] == [["a", "b"], ["c", "d"]]
    assert {each["name"] for each in data["links"]["few"]} == {"e"}
    assert sum("weakly linked" in each for each in data["notes"]) == 1
    firm = call(read({("a", "b"): 40}))
    assert not any(words in firm.stdout for words in ("fewer than", "weakly linked"))


def test_the_command_says_how_many_are_left_out_of_separation(call):
    rows = read({("a", "b"): 20, ("b", "c"): 20, ("c", "top"): 20}, top="top")
    assert "raters (1 at an end of the scale left out): RMSE" in call(rows).stdout
    assert json.loads(call(rows, "--json").stdout)["rater_separation"]["left_out"] == 1


def test_a_p_is_never_told_as_none_and_one_criterion_is_called_so(call):
    person, rater, _criterion, score = read({("a", "b"): 200, ("b", "c"): 200, ("a", "c"): 200})
    one = slice(None, None, 2)
    said = call((person[one], rater[one], np.full(len(person[one]), "x"), score[one])).stdout
    assert "by 1 criterion, rating scale model" in said
    assert "p < .0001" in said
    assert "p 0.0000" not in said
