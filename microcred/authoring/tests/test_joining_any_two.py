"""Any two edits of one design: the join never fails, and nothing that only one of two people changed is lost."""

import copy
import json
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.authoring.joining import join
from microcred.catalog.design import Design, as_json
from microcred.catalog.tests import make

ASKED = {
    "size_limit": 20,
    "minute_limit": 5,
    "page_limit": 4,
    "template": {"title": "A plan", "url": "https://example.org/plan"},
    "one_of": "either",
    "why_instead": "Where filming is not permitted.",
    "shareable": True,
    "annotated": True,
    "transcribed": True,
    "shows": "students",
    "consents": ["family"],
    "language": "es",
}
"""Of an artifact all that came into the shape later, so that taking it away is an edit."""


def full_design():
    plain = as_json(
        make.plain_design(
            prerequisites=["engaging-stakeholders"],
            license="CC-BY-4.0",
            research_note="All of it was read.",
            part_rules=[{"part": 2, "kind": "at_least", "count": 1}, {"part": 3, "kind": "at_least", "count": 2}],
            images=[{"file": str(UUID(int=7)), "sha256": "ab", "alt": "A circle", "caption": "The cycle"}],
            derived_from=[{"title": "An older one", "slug": "older", "label": "1.0"}],
            alignments=[{"framework": "f", "code": "1.2", "name": "Plans"}],
        )
    )
    plain["requirements"] = [row | ASKED for row in plain["requirements"]]
    return Design.model_validate(plain)


BASE = full_design()
ROWS = ("components", "research", "resources", "requirements", "rubric", "alignments", "part_rules", "images")
NAMED = ("requirements", "rubric", "images")
CHOICES = {
    "part": 1,
    "kind": {"requirements": "reflection", "part_rules": "total"},
    "accepts": ["link"],
    "shows": "no_students",
    "consents": ["school"],
    "file": str(UUID(int=8)),
    "version": str(UUID(int=9)),
}


def places():
    """Every field of the design, and of the first two rows of each list."""
    plain = as_json(BASE)
    for name, value in plain.items():
        if name not in ROWS:
            yield (name,)
            continue
        for place, row in enumerate(value[:2]):
            yield from ((name, place, field) for field in row if field not in ("uuid", "id", "levels"))


def written(place, value, who):
    """Another value than the one there, and another one of each of the two people."""
    field = place[-1]
    if field in CHOICES:
        chosen = CHOICES[field]
        return chosen[place[0]] if isinstance(chosen, dict) else chosen
    if isinstance(value, bool):
        return not value
    if isinstance(value, int) or field in {"hours", "word_limit", "count"}:
        return 100 + who
    if isinstance(value, list):
        return [f"word{who}"] if field != "derived_from" else [{"title": f"Source {who}"}]
    if isinstance(value, dict):
        return {"title": f"Title {who}"}
    return f"Words{who} at {'-'.join(map(str, place))}"


PLACES = list(places())
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(PLACES)),
        st.tuples(st.just("clear"), st.sampled_from(PLACES)),
        st.tuples(st.just("take out"), st.sampled_from([(name, place) for name in ROWS for place in (0, 1)])),
        st.tuples(st.just("empty"), st.sampled_from([(name,) for name in ROWS])),
        st.tuples(st.just("add"), st.sampled_from([(name,) for name in ROWS])),
        st.tuples(st.just("move"), st.sampled_from([(name,) for name in ROWS])),
    ),
    max_size=5,
)


ADDED = {
    "part_rules": lambda who: {"part": 1, "kind": "total", "count": 50 + who},
    "requirements": lambda who: {"id": f"asked-{who}"},
    "rubric": lambda who: {"id": f"judged-{who}"},
}


def edited(edits, who):
    plain = copy.deepcopy(as_json(BASE))
    gone = set()
    for verb, place in edits:
        rows = plain.get(place[0])
        match verb:
            case "write" | "clear" if len(place) == 1:
                change(plain, place, verb, who)
            case "write" | "clear" if place[:2] not in gone and (place[0],) not in gone:
                change(rows[place[1]], place, verb, who)
            case "take out" | "empty":
                gone.add(place)
            case "add":
                added = ADDED.get(place[0], lambda _who: {})(who)
                gone.add((place[0], "add", json.dumps(added)))
            case "move":
                gone.add((place[0], "move"))
    for name in ROWS:
        taken = {place[1] for place in gone if place[0] == name and len(place) == 2 and place[1] != "move"}
        rows = [] if (name,) in gone else [row for at, row in enumerate(plain[name]) if at not in taken]
        rows += [json.loads(place[2]) for place in gone if place[0] == name and len(place) == 3]
        plain[name] = rows[::-1] if (name, "move") in gone else rows
    return Design.model_validate(plain)


def value_there(place):
    value = as_json(BASE)
    for step in place:
        value = value[step]
    return value


def change(holder, place, verb, who):
    field = place[-1]
    if verb == "write":
        holder[field] = written(place, value_there(place), who)
    else:
        holder.pop(field, None)


@settings(max_examples=200, deadline=None)
@given(EDITS, EDITS)
def test_nothing_that_only_one_changed_is_lost(mine, theirs):
    one, other = edited(mine, 1), edited(theirs, 2)
    joined = join(BASE, one, other)
    for name in Design.model_fields:
        before, first, second, now = (getattr(design, name) for design in (BASE, one, other, joined.design))
        if name in NAMED:
            rows_stand(
                name, joined.conflicts, *({row.uuid: row for row in side} for side in (before, first, second, now))
            )
        elif before in (first, second):
            assert now == (first if before == second else second), name
        elif first != second and name not in (*ROWS, "derived_from"):
            assert name in joined.conflicts or any(at.startswith(f"{name}.") for at in joined.conflicts)
            assert now == first


def rows_stand(name, conflicts, before, first, second, now):
    for uuid in before.keys() | first.keys() | second.keys():
        was, here, there, stands = (side.get(uuid) for side in (before, first, second, now))
        if was in (here, there):
            assert stands == (here if was == there else there), name
        elif here is None or there is None:
            assert stands == (here or there)
            assert here is there or any(at.startswith(f"{name}.") for at in conflicts)
        else:
            for field in type(was).model_fields:
                old, mine, theirs = (getattr(row, field) for row in (was, here, there))
                if field != "template" and old in (mine, theirs):
                    assert getattr(stands, field) == (mine if old == theirs else theirs), (name, field)


def test_two_rules_for_one_part_are_left_to_people():
    def ruled(count):
        return BASE.model_copy(
            update={
                "part_rules": Design.model_validate(
                    {"part_rules": [{"part": 1, "kind": "total", "count": count}]}
                ).part_rules
            }
        )

    base = BASE.model_copy(update={"part_rules": ()})
    joined = join(base, ruled(3), ruled(4))
    assert (joined.conflicts, joined.design.part_rules) == (("part_rules.0.count",), ruled(3).part_rules)
