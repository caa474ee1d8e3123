from uuid import UUID

from microcred.frameworks.case import ChangeKind, compare
from microcred.frameworks.tests.make import below, guid, item, members, package, without


def told(comparison) -> list[tuple]:
    return [(one.kind, one.code, [(f.member, f.before, f.after) for f in one.fields]) for one in comparison.items]


def test_the_same_package_changes_nothing():
    assert compare(package(), package()).changes_nothing


def test_a_touched_date_changes_nothing():
    made = members(lastChangeDateTime="2026-09-09T09:09:09Z")
    for one in (*made["CFItems"], *made["CFAssociations"]):
        one["lastChangeDateTime"] = "2026-09-09T09:09:09Z"
    assert compare(package(), package(made)).changes_nothing


def test_what_a_new_framework_brings_is_added():
    assert {one.kind for one in compare(None, package()).items} == {ChangeKind.ADDED}


def test_items_that_come_change_and_go_are_told_one_by_one():
    made = without("B.1", version="2")
    made["CFItems"][2]["fullStatement"] = "Plans assessment first."
    made["CFItems"].append(item("C", "Care"))
    made["CFAssociations"].append(below("C", "doc", 3))
    comparison = compare(package(), package(made))
    assert told(comparison) == [
        (ChangeKind.ADDED, "C", []),
        (
            ChangeKind.CHANGED,
            "A.1",
            [("fullStatement", "Plans an assessment before teaching.", "Plans assessment first.")],
        ),
        (ChangeKind.REMOVED, "B.1", []),
    ]
    assert [(f.member, f.before, f.after) for f in comparison.document] == [("version", "1", "2")]


def test_an_item_that_stands_elsewhere_has_changed():
    made = members()
    made["CFAssociations"][2] = below("A.2", "B", 2)
    comparison = compare(package(), package(made))
    assert told(comparison) == [(ChangeKind.CHANGED, "A.2", [("isChildOf", "A", "B")])]


def test_another_order_of_siblings_is_a_change_between_them():
    made = members()
    made["CFAssociations"][1]["sequenceNumber"] = 5
    comparison = compare(package(), package(made))
    assert (comparison.items, comparison.between) == ((), 1)
    assert not comparison.changes_nothing


def test_an_item_that_was_gone_returns():
    comparison = compare(package(without("B.1")), package(), frozenset({UUID(guid("B.1"))}))
    assert told(comparison) == [(ChangeKind.RETURNED, "B.1", [])]


def test_who_does_not_say_where_an_item_is_published_leaves_it_where_it_is():
    made = members()
    del made["CFItems"][0]["uri"]
    assert compare(package(), package(made)).changes_nothing
