"""What differs between two designs, and between two texts."""

import time

from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.design import Change, Design, as_json, changes, renewed, word_diff
from microcred.catalog.tests import make


def changed(design, edit):
    plain = as_json(design)
    edit(plain)
    return Design.model_validate(plain)


def told(before, after):
    return [(change.kind, change.path) for change in changes(before, after)]


def test_a_design_differs_in_nothing_from_itself_nor_from_its_next_version_under_new_identifiers():
    design = make.plain_design()
    assert changes(design, design) == []
    assert changes(design, renewed(design)) == []


def test_a_field_is_named_with_what_it_said_and_says():
    design = make.plain_design()
    after = changed(design, lambda plain: plain.update(name="Managing Change Well"))
    assert changes(design, after) == [Change("changed", "name", "name", "Managing Change", "Managing Change Well")]


def test_a_level_is_found_by_its_identifier_wherever_its_criterion_stands_now():
    design = make.plain_design()

    def edit(plain):
        plain["rubric"][2]["levels"][0]["descriptor"] = "New words"
        plain["rubric"].insert(0, plain["rubric"].pop(2))

    assert told(design, changed(design, edit)) == [("moved", "rubric"), ("changed", "rubric.0.levels.0.descriptor")]


def test_a_rewritten_component_is_the_same_one_and_rows_come_and_go():
    design = make.plain_design()

    def edit(plain):
        del plain["components"][0]
        plain["components"][0]["text"] += " With one sentence more."
        plain["resources"].append({"title": "A new one", "url": None, "note": ""})

    after = changed(design, edit)
    assert told(design, after) == [
        ("changed", "components.0.text"),
        ("removed", "components.0"),
        ("added", f"resources.{len(design.resources)}"),
    ]


def test_an_empty_field_is_the_same_as_none():
    design = make.plain_design(research_note=None)
    assert changes(design, make.plain_design(research_note="")) == []


def test_words_that_two_texts_share_stand_once():
    runs = word_diff("Plan the change with the team.", "Plan the whole change with them.")
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "Plan the "),
        ("added", "whole "),
        ("same", "change with "),
        ("removed", "the team."),
        ("added", "them."),
    ]


def test_a_word_stays_where_a_sentence_follows_it_now_or_another_sign():
    runs = word_diff("Say what you submitted.", "Say what you submitted. A list is as good.")
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "Say what you submitted."),
        ("added", " A list is as good."),
    ]
    runs = word_diff("Plan it. Then meet.", "Plan it, then meet.")
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "Plan it"),
        ("removed", ". Then "),
        ("added", ", then "),
        ("same", "meet."),
    ]


@given(st.text(alphabet="ab.– \n", max_size=60), st.text(alphabet="ab.– \n", max_size=60))
def test_the_runs_of_words_give_both_texts_again(before, after):
    runs = word_diff(before, after)
    assert "".join(run.text for run in runs if run.kind != "added") == before
    assert "".join(run.text for run in runs if run.kind != "removed") == after


def test_very_long_texts_are_compared_in_no_time():
    one, other = "a b " * 10_000, "b c " * 10_000
    begin = time.perf_counter()
    word_diff(one, other)
    assert time.perf_counter() - begin < 2
