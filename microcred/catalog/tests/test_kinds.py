from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.design import Design, as_json, compare, digest, kind_of_change, likeness, renewed
from microcred.catalog.tests import make

WHOLE = make.plain_design()

demo_design = cache(make.design)

PROSE = st.lists(st.sampled_from(["the", "a", "teacher", "plans", "not", ",", "\n\n", " ", "Año", "."])).map("".join)


def changed(*path, to):
    """The design with one value changed, under new identifiers, as a draft of a next version has them."""
    content = as_json(renewed(WHOLE))
    *way, last = path
    place = content
    for step in way:
        place = place[step]
    if to is None:
        del place[last]
    elif last == "+":
        place.insert(0, to)
    else:
        place[last] = to
    return Design.model_validate(content)


@given(PROSE, PROSE)
def test_likeness_is_the_same_from_both_sides(one, other):
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert likeness(one, one) == 1


@pytest.mark.parametrize("file", make.demo_files(), ids=lambda file: file.stem)
def test_the_same_words_under_new_identifiers_are_no_change(file):
    one = demo_design(file.stem)
    found = compare(one, renewed(one))
    assert found.is_empty
    assert list(found) == []
    assert len(found.requirements_found_again()) == len(one.requirements)


@given(st.sampled_from(make.demo_files()), st.sampled_from(make.demo_files()))
def test_of_any_two_designs_every_piece_is_there_once(one, other):
    before, after = demo_design(one.stem), demo_design(other.stem)
    found = compare(before, after)
    for name, pieces in found.pieces.items():
        assert sorted(map(repr, (piece.before for piece in pieces if piece.before))) == sorted(
            map(repr, getattr(before, name))
        )
        assert [piece.after for piece in pieces if piece.after] == list(getattr(after, name))
    assert found.is_empty == (digest(renewed_alike(before)) == digest(renewed_alike(after)))


def renewed_alike(design):
    """The design with identifiers that say nothing."""
    nothing = "00000000-0000-0000-0000-000000000000"

    def plain(value):
        if isinstance(value, dict):
            return {name: nothing if name == "uuid" else plain(item) for name, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list) else value

    return Design.model_validate(plain(as_json(design)))


def test_a_criterion_is_found_again_under_another_name_and_place():
    content = as_json(renewed(WHOLE))
    moved = content["rubric"].pop()
    moved["id"], moved["name"] = "another", "In other words"
    content["rubric"].insert(0, moved)
    for requirement in content["requirements"]:
        requirement["feeds"] = ["another" if name == WHOLE.rubric[-1].id else name for name in requirement["feeds"]]
    found = compare(WHOLE, Design.model_validate(content))
    assert not any(piece.is_new or piece.is_gone for piece in found.rubric)
    assert found.rubric[0].moved
    assert found.rubric[0].before == WHOLE.rubric[-1]
    assert not any(piece.fields for piece in found.requirements), "what they feed is the same criterion"


def test_what_went_stands_where_it_stood():
    found = compare(WHOLE, changed("requirements", 1, to=None))
    gone = [place for place, piece in enumerate(found.requirements) if piece.is_gone]
    assert gone == [1]
    assert found.requirements[1].at == "requirements.1"


REQUIRED = WHOLE.rubric[1].required
LEVELS = [level.name for level in WHOLE.rubric[1].levels]

EDITORIAL = {
    "a picture": changed("images", to=[{"alt": "Four people around a table.", "sha256": "0" * 64}]),
    "the license": changed("license", to="CC BY 4.0"),
    "where it comes from": changed("derived_from", to=[{"title": "Managing Change", "owner": "The University"}]),
    "nothing": changed("name", to=WHOLE.name),
    "a name": changed("name", to="Another title"),
    "the audience": changed("audience", to=["teacher", "coach"]),
    "a rationale": changed("rationale", to="Because."),
    "tags": changed("tags", to=["one"]),
    "a component more": changed("components", "+", to={"name": "Rest", "text": "Take a walk."}),
    "a citation less": changed("research", to=[]),
    "a prompt with a word more": changed("requirements", 0, "prompt", to=WHOLE.requirements[0].prompt + " Briefly."),
    "guidance": changed("requirements", 0, "guidance", to="Take your time."),
    "a criterion's name": changed("rubric", 1, "name", to="Otherwise called"),
    "a descriptor with a word more": changed(
        "rubric", 1, "levels", 1, "descriptor", to=WHOLE.rubric[1].levels[1].descriptor + " Always."
    ),
    "a full stop in the competency": changed("competency", to=WHOLE.competency.rstrip(".") + " !"),
}


@pytest.mark.parametrize("after", EDITORIAL.values(), ids=EDITORIAL)
def test_wording_may_be_declared_editorial(after):
    assert kind_of_change(WHOLE, after).reasons == ()


SUBSTANTIVE = {
    "hours": (changed("hours", to=WHOLE.hours + 1), "hours"),
    "language": (changed("language", to="es"), "language"),
    "competency": (changed("competency", to="Bakes bread for a school of 400."), "competency"),
    "a rule of a part": (
        changed("part_rules", to=[{"part": 2, "kind": "at_least", "count": 1}]),
        "part_rules.0",
    ),
    "a prerequisite": (changed("prerequisites", to=["another"]), "prerequisites"),
    "a page limit": (changed("requirements", 2, "page_limit", to=4), "requirements.2.page_limit"),
    "a requirement less": (changed("requirements", 0, to=None), "requirements.0"),
    "a word limit": (changed("requirements", 0, "word_limit", to=333), "requirements.0.word_limit"),
    "no word limit": (changed("requirements", 0, "word_limit", to=None), "requirements.0.word_limit"),
    "kinds of evidence": (
        changed("requirements", 2, "accepts", to=["video"]),
        "requirements.2.accepts",
    ),
    "another prompt": (
        changed("requirements", 0, "prompt", to="Draw a picture of your favourite animal and colour it."),
        "requirements.0.prompt",
    ),
    "a criterion less": (changed("rubric", 1, to=None), "rubric.1"),
    "a criterion's part": (changed("rubric", 1, "part", to=3), "rubric.1.part"),
    "a required level": (
        changed("rubric", 1, "required", to=next(name for name in LEVELS[1:] if name != REQUIRED)),
        "rubric.1.required",
    ),
    "a level less": (changed("rubric", 1, "levels", 0, to=None), "rubric.1.levels.0"),
    "a level more": (
        changed("rubric", 1, "levels", "+", to={"name": "None", "descriptor": "Nothing was handed in."}),
        "rubric.1.levels.0",
    ),
    "another descriptor": (
        changed("rubric", 1, "levels", 1, "descriptor", to="The bread is brown, crisp, and rises twice."),
        "rubric.1.levels.1.descriptor",
    ),
    "another level's descriptor": (
        changed("rubric", 1, "levels", 1, "descriptor", to=WHOLE.rubric[1].levels[2].descriptor),
        "rubric.1.levels.1.descriptor",
    ),
}


@pytest.mark.parametrize(("after", "field"), SUBSTANTIVE.values(), ids=SUBSTANTIVE)
def test_what_counts_is_substantive_and_names_its_field(after, field):
    judgement = kind_of_change(WHOLE, after)
    assert not judgement.may_be_editorial
    assert field in [reason.field for reason in judgement.reasons]
    assert all(str(reason.words) for reason in judgement.reasons)


def test_levels_in_another_order_are_substantive():
    content = as_json(renewed(WHOLE))
    content["rubric"][1]["levels"].reverse()
    judgement = kind_of_change(WHOLE, Design.model_validate(content))
    assert "rubric.1.levels" in [reason.field for reason in judgement.reasons]


def test_a_level_may_be_called_otherwise_where_it_is_required():
    content = as_json(renewed(WHOLE))
    criterion = content["rubric"][1]
    for level in criterion["levels"]:
        if level["name"] == criterion["required"]:
            level["name"] = criterion["required"] = "Enough"
    judgement = kind_of_change(WHOLE, Design.model_validate(content))
    assert judgement.reasons == ()
    assert judgement.touches_rubric
    assert judgement.comparison.rubric[1].field("required") is None


def test_a_criterion_fed_by_something_else_is_substantive():
    content = as_json(renewed(WHOLE))
    fed = content["requirements"][0]["feeds"]
    content["requirements"][0]["feeds"] = [row["id"] for row in content["rubric"] if row["id"] not in fed][:1]
    judgement = kind_of_change(WHOLE, Design.model_validate(content))
    assert [reason.field for reason in judgement.reasons] == ["requirements.0.feeds"]


@given(st.sampled_from([*EDITORIAL.values(), *(after for after, _field in SUBSTANTIVE.values())]))
def test_a_change_there_and_back_again_is_of_one_kind(after):
    there, back = kind_of_change(WHOLE, after), kind_of_change(after, WHOLE)
    assert there.may_be_editorial == back.may_be_editorial
    assert there.is_nothing == back.is_nothing
