"""Two people wrote at once: what is joined by itself, and what is left to them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.authoring.joining import join
from microcred.catalog.design import Design, as_json
from microcred.catalog.design.shape import Requirement
from microcred.catalog.tests import make
from microcred.foundation.ids import uuid7

BASE = make.plain_design()


def edited(*edits, of=BASE):
    plain = as_json(of)
    for edit in edits:
        edit(plain)
    return Design.model_validate(plain)


def rename(plain):
    plain["name"] = "Managing Change Well"


def describe(plain):
    plain["rubric"][1]["levels"][0]["descriptor"] = "Nothing was collected."


def move(plain):
    plain["rubric"].insert(0, plain["rubric"].pop(2))


def add_component(plain):
    plain["components"].append({"name": "Listen", "text": "Again."})


def rewrite_component(plain):
    plain["components"][0]["text"] += " And again."


def take_out(plain):
    del plain["rubric"][1]


def test_changes_of_different_fields_stand_both():
    joined = join(BASE, edited(rename), edited(describe))
    assert joined.conflicts == ()
    assert joined.design == edited(rename, describe)


def test_a_criterion_that_one_moves_and_another_rewrites_is_moved_and_rewritten():
    for mine, theirs in ((move, describe), (describe, move)):
        joined = join(BASE, edited(mine), edited(theirs))
        assert (joined.conflicts, joined.design) == ((), edited(describe, move))


def test_rows_without_identifiers_are_joined_too():
    for mine, theirs in ((add_component, rewrite_component), (rewrite_component, add_component)):
        joined = join(BASE, edited(mine), edited(theirs))
        assert (joined.conflicts, joined.design) == ((), edited(rewrite_component, add_component))


def test_the_same_field_is_left_to_people_and_says_what_i_wrote():
    theirs = edited(describe, lambda plain: plain.update(name="Change"))
    joined = join(BASE, edited(rename), theirs)
    assert joined.conflicts == ("name",)
    assert joined.design == edited(rename, describe)


def test_what_one_takes_out_and_another_rewrites_is_not_lost():
    for mine, theirs in ((take_out, describe), (describe, take_out)):
        joined = join(BASE, edited(mine), edited(theirs))
        assert joined.conflicts == ("rubric.1",)
        assert joined.design == edited(describe)
    assert join(BASE, edited(take_out), edited(rename)).design == edited(take_out, rename)


def test_two_new_criteria_of_one_local_name_are_both_there_and_fed_by_what_fed_them():
    def added(name):
        def edit(plain):
            plain["rubric"].append({"id": "criterion-1", "name": name, "levels": []})
            plain["requirements"][0 if name == "Mine" else 1]["feeds"].append("criterion-1")

        return edited(edit)

    joined = join(BASE, added("Mine"), added("Theirs"))
    names = {criterion.name: criterion.id for criterion in joined.design.rubric[-2:]}
    assert joined.conflicts == ()
    assert names == {"Mine": "criterion-1-2", "Theirs": "criterion-1"}
    assert joined.design.requirements[0].feeds[-1] == "criterion-1-2"
    assert joined.design.requirements[1].feeds[-1] == "criterion-1"


def test_two_orders_of_the_same_rows_are_left_to_people():
    def other(plain):
        plain["rubric"].insert(0, plain["rubric"].pop(1))

    assert join(BASE, edited(move), edited(other)).conflicts == ("rubric",)


EDITS = st.lists(st.sampled_from([rename, describe, move, add_component, rewrite_component]), unique=True, max_size=3)


@settings(max_examples=60, deadline=None)
@given(EDITS)
def test_who_alone_wrote_gets_what_they_wrote(edits):
    written = edited(*edits)
    for joined in (join(BASE, written, BASE), join(BASE, BASE, written), join(BASE, written, written)):
        assert (joined.conflicts, joined.design) == ((), written)


@settings(max_examples=60, deadline=None)
@given(EDITS, EDITS)
def test_no_change_of_a_single_field_is_lost(mine, theirs):
    joined = join(BASE, edited(*mine), edited(*theirs))
    assert joined.conflicts == ()
    assert {rename, describe} & {*mine, *theirs} == {
        edit
        for edit, there in (
            (rename, joined.design.name == "Managing Change Well"),
            (
                describe,
                any(c.levels and c.levels[0].descriptor == "Nothing was collected." for c in joined.design.rubric),
            ),
        )
        if there
    }


MOST = make.plain_design(
    part_rules=[{"part": 2, "kind": "at_least", "count": 1}],
    prerequisites=["listening", "asking"],
    images=[{"file": str(uuid7()), "sha256": "0" * 64, "alt": "Four steps."}],
    license="CC-BY-4.0",
    derived_from=[{"title": "Managing", "license": "CC-BY-4.0"}],
)
SAYS_ALL = {
    "size_limit": 10,
    "minute_limit": 10,
    "page_limit": 4,
    "template": {"title": "Plan", "url": "https://example.org/plan", "file": None, "sha256": ""},
    "one_of": "either",
    "why_instead": "Where filming is not permitted.",
    "shareable": True,
    "annotated": True,
    "transcribed": True,
    "shows": "students",
    "consents": ["family"],
    "language": "any",
}


def ask(plain):
    plain["requirements"][0]["prompt"] += " Say why."


def say_all(plain):
    plain["requirements"][0] |= SAYS_ALL


FULL = edited(say_all, of=MOST)


def emptied(name, *, of_requirement):
    def empty(plain):
        del (plain["requirements"][0] if of_requirement else plain)[name]

    return empty


EMPTIED = {
    **{name: emptied(name, of_requirement=False) for name in sorted(Design.LATER)},
    **{f"requirements.0.{name}": emptied(name, of_requirement=True) for name in sorted(Requirement.LATER)},
}


def test_every_field_that_may_be_left_out_is_tried():
    written = as_json(FULL)
    assert set(written) >= Design.LATER
    assert set(written["requirements"][0]) >= Requirement.LATER


@pytest.mark.parametrize("empty", EMPTIED.values(), ids=EMPTIED.keys())
def test_what_one_empties_stays_empty_when_another_writes_elsewhere(empty):
    for mine, theirs in ((empty, rename), (rename, empty), (empty, ask), (ask, empty)):
        joined = join(FULL, edited(mine, of=FULL), edited(theirs, of=FULL))
        assert (joined.conflicts, joined.design) == ((), edited(mine, theirs, of=FULL))


@pytest.mark.parametrize("field", ["license", "prerequisites"])
def test_what_one_empties_and_another_changes_is_left_to_them(field):
    def change(plain):
        plain[field] = "CC-BY-SA-4.0" if field == "license" else ["noticing"]

    for mine, theirs in ((EMPTIED[field], change), (change, EMPTIED[field])):
        joined = join(FULL, edited(mine, of=FULL), edited(theirs, of=FULL))
        assert joined.conflicts == (field,)
        assert joined.design == edited(mine, of=FULL)
