from hypothesis import given
from hypothesis import strategies as st

from microcred.frameworks.case import codes, name_and_text, places, shortened
from microcred.frameworks.tests.make import below, guid, item, members, package


def outline(made: dict) -> list[tuple[str, int]]:
    read_in = package(made)
    standing = places(read_in)
    return [
        (one.human_coding_scheme, standing[one.identifier].depth)
        for one in sorted(read_in.items, key=lambda one: standing[one.identifier].position)
    ]


def test_items_stand_under_one_another_in_the_order_of_their_numbers():
    assert outline(members()) == [("A", 0), ("A.1", 1), ("A.2", 1), ("B", 0), ("B.1", 1)]


def test_items_of_which_nothing_is_said_stand_at_the_top_as_in_the_file():
    made = members()
    made["CFAssociations"] = []
    assert outline(made) == [("A", 0), ("A.2", 0), ("A.1", 0), ("B", 0), ("B.1", 0)]


def test_of_several_parents_the_first_counts():
    made = members()
    made["CFAssociations"].append(below("A.1", "B", 9))
    assert outline(made)[1] == ("A.1", 1)


def test_an_item_without_a_code_or_with_anothers_is_known_by_its_identifier():
    made = members()
    made["CFItems"][0]["humanCodingScheme"] = "B"
    made["CFItems"][1]["humanCodingScheme"] = "x" * 81
    del made["CFItems"][2]["humanCodingScheme"]
    assert list(codes(package(made)).values()) == [guid("A"), guid("A.2"), guid("A.1"), guid("B"), "B.1"]


def test_a_long_statement_is_called_by_its_beginning():
    made = package(members())
    long = made.items[0].model_copy(update={"full_statement": "word " * 60})
    name, text = name_and_text(long)
    assert name.endswith("word…")
    assert len(name) <= 200
    assert text == "word " * 60


@given(st.text(max_size=400), st.integers(2, 200))
def test_what_is_shortened_is_one_line_and_short_enough(text: str, most: int):
    line = shortened(text, most)
    assert len(line) <= most
    assert "\n" not in line
    assert line == " ".join(line.split())


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(0, 3)), max_size=14))
def test_every_item_has_one_place_below_its_parents_whatever_stands_between(between):
    """Only from the higher to the lower number, so that no circle comes about."""
    made = members()
    made["CFItems"] = [item(f"I{number}", "An item") for number in range(12)]
    made["CFAssociations"] = [
        {**below(f"I{child}", f"I{parent}", order), "identifier": guid(f"between {place}")}
        for place, (child, parent, order) in enumerate(between)
        if child > parent
    ]
    read_in = package(made)
    standing = places(read_in)
    assert sorted(place.position for place in standing.values()) == list(range(12))
    for place in standing.values():
        if place.parent is not None:
            parent = standing[place.parent]
            assert parent.position < place.position
            assert parent.depth == place.depth - 1
        else:
            assert place.depth == 0
