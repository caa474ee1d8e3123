import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.authoring import pack
from microcred.authoring.pack import Comment, CriterionFigures, Pack, Source, Standing, Unit, VersionFigures

WHEN = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def criterion(hits: int, of: int) -> CriterionFigures:
    return CriterionFigures(
        uuid4(),
        1,
        "Evidence",
        "Proficient",
        pack.share("not_met", hits, of, Source.DECIDING_READINGS),
        pack.share("agreement", 0, 0, Source.DOUBLE_READINGS),
    )


def whole(*criteria: CriterionFigures) -> Pack:
    figures = (
        pack.count("awards", 0, Source.AWARDS),
        pack.share("returns", 3, 12, Source.DECISIONS),
        pack.days("in_work", [1, 2.5, 7], 12, Source.PURSUITS, of_people=True),
        pack.not_collected("ratings", Unit.SHARE, Source.RATINGS),
    )
    said = pack.comments([Comment("Evidence", "Say when.")], of=11)
    return Pack(uuid4(), "Managing Change", WHEN, (VersionFigures(uuid4(), "2", WHEN, figures, criteria, said),))


def test_it_is_read_back_as_it_was_written_through_json():
    written = whole(criterion(3, 12), criterion(0, 0))

    assert pack.read_pack(json.loads(json.dumps(pack.as_json(written)))) == written


def test_a_shape_of_a_later_time_is_not_guessed_at():
    with pytest.raises(pack.ShapeUnknown):
        pack.read_pack({**pack.as_json(whole()), "shape": pack.SHAPE + 1})


def test_what_is_not_collected_has_no_number():
    figure = whole().versions[0].figure("ratings")

    assert (figure.standing, figure.value, figure.of) == (Standing.NOT_COLLECTED, None, None)


def test_none_that_was_counted_is_a_number_and_no_case_is_none():
    awards, nothing = whole().versions[0].figure("awards"), pack.share("returns", 0, 0, Source.DECISIONS)

    assert (awards.standing, awards.value) == (Standing.COUNTED, 0)
    assert (nothing.standing, nothing.value) == (Standing.NOTHING_YET, None)


@pytest.mark.parametrize(("of", "thin"), [(9, True), (10, False)])
def test_a_share_of_few_cases_is_marked(of, thin):
    assert pack.share("returns", 3, of, Source.DECISIONS).is_thin is thin


@pytest.mark.parametrize(
    ("of", "of_people", "standing"),
    [
        (9, True, Standing.TOO_FEW),
        (10, True, Standing.COUNTED),
        (1, False, Standing.COUNTED),
        (0, True, Standing.NOTHING_YET),
    ],
)
def test_the_time_of_few_people_is_held_back_with_how_many_they_are(of, of_people, standing):
    figure = pack.days("in_work", [1.0, 2.0, 3.0], of, Source.PURSUITS, of_people=of_people)

    assert figure.standing is standing
    if standing is Standing.TOO_FEW:
        assert (figure.value, figure.of, figure.low, figure.high) == (None, None, None, None)


def test_comments_on_the_work_of_few_people_are_held_back():
    texts = [Comment("B", "two"), Comment("A", "one")]

    assert pack.comments(texts, of=9) == pack.Comments(Standing.TOO_FEW, 0)
    assert pack.comments(texts, of=10).texts == (Comment("A", "one"), Comment("B", "two"))


@pytest.mark.parametrize(
    ("hits", "of", "stands_out"),
    [(4, 4, True), (2, 4, False), (9, 20, True), (8, 20, False), (100, 380, False), (120, 380, True), (0, 0, False)],
)
def test_a_criterion_stands_out_when_even_the_low_end_is_high(hits, of, stands_out):
    assert criterion(hits, of).stands_out is stands_out


def test_a_difference_is_clear_when_its_interval_leaves_out_none():
    before, after = criterion(30, 60).not_met, criterion(9, 60).not_met
    close = criterion(4, 8).not_met

    assert pack.difference(after, before).is_clear
    assert not pack.difference(close, before).is_clear
    assert pack.difference(after, criterion(0, 0).not_met) is None


@given(st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_hits_of_a_share_come_back(case):
    hits, of = case

    assert pack.share("returns", hits, of, Source.DECISIONS).hits == hits
