from uuid import UUID, uuid4

import pytest

from microcred.catalog.coverage import Covering, coverage, with_gaps
from microcred.catalog.models import Entry
from microcred.catalog.queries.coverage import coverage_of, withdrawn_standards
from microcred.catalog.tests import make
from microcred.frameworks.models import Standard
from microcred.frameworks.queries import package_members
from microcred.frameworks.tests.make import imported
from tests.cast import BEGAN

IDS = {name: uuid4() for name in ("A", "A.1", "A.2", "A.2.a", "B")}
TREE = [
    Standard(pk=IDS["A"], code="A", depth=0),
    Standard(pk=IDS["A.1"], code="A.1", parent_id=IDS["A"], depth=1),
    Standard(pk=IDS["A.2"], code="A.2", parent_id=IDS["A"], depth=1),
    Standard(pk=IDS["A.2.a"], code="A.2.a", parent_id=IDS["A.2"], depth=2),
    Standard(pk=IDS["B"], code="B", depth=0),
]


def covering(**aligned: bool) -> dict[UUID, list[Covering]]:
    return {IDS[code]: [Covering(uuid4(), "m", "M", chosen)] for code, chosen in aligned.items()}


def sums(covered) -> dict[str, tuple[int, int, int]]:
    return {row.standard.code: (row.leaves, row.covered, row.covered_elsewhere) for row in covered.rows}


def test_without_alignments_every_leaf_is_a_gap_and_no_holder_is():
    covered = coverage(TREE, {})
    assert [row.standard.code for row in covered.rows if row.is_gap] == ["A.1", "A.2.a", "B"]
    assert (covered.leaves, covered.covered, covered.gaps) == (3, 0, 3)


def test_sums_go_up_the_tree():
    covered = coverage(TREE, covering(**{"A.1": True, "A.2.a": False, "B": True}))
    assert sums(covered) == {"A": (2, 1, 1), "A.1": (1, 1, 0), "A.2": (1, 0, 1), "A.2.a": (1, 0, 1), "B": (1, 1, 0)}
    assert (covered.leaves, covered.covered, covered.covered_elsewhere) == (3, 2, 1)


def test_an_alignment_to_a_holder_covers_none_of_what_it_holds():
    covered = coverage(TREE, covering(A=True))
    assert (covered.covered, len(covered.rows[0].chosen)) == (0, 1)


def test_what_is_covered_elsewhere_is_a_gap_here_and_not_everywhere():
    rows = {row.standard.code: row for row in coverage(TREE, covering(B=False)).rows}
    assert rows["B"].is_gap
    assert not rows["B"].is_gap_everywhere
    assert rows["A.1"].is_gap_everywhere


def test_gaps_are_shown_with_what_they_stand_under():
    covered = coverage(TREE, covering(**{"A.1": True, "B": True}))
    assert [row.standard.code for row in with_gaps(covered.rows)] == ["A", "A.2", "A.2.a"]


@pytest.mark.django_db
def test_what_is_on_offer_covers_and_what_is_not_does_not(django_assert_num_queries):
    framework = make.standards()
    version = make.version(make.design())
    with django_assert_num_queries(2):
        covered = coverage_of(framework)
    aligned = set(version.alignments.values_list("standard__code", flat=True))
    assert {row.standard.code for row in covered.rows if row.chosen} == aligned
    Entry.objects.all().delete()
    assert coverage_of(framework).covered == 0


@pytest.mark.django_db
def test_an_item_that_was_withdrawn_is_no_gap_and_tells_what_aligned_to_it():
    framework = make.standards()
    version = make.version(make.design())
    lost = version.alignments.order_by("standard__code").first().standard
    told = package_members(framework)
    told["CFItems"] = [one for one in told["CFItems"] if one["identifier"] != str(lost.identifier)]
    told["CFAssociations"] = [
        one for one in told["CFAssociations"] if one["originNodeURI"]["identifier"] != str(lost.identifier)
    ]
    imported(told, at=BEGAN)
    assert lost.code not in {row.standard.code for row in coverage_of(framework).rows}
    ((standard, aligned),) = withdrawn_standards(framework)
    assert (standard, [one.title for one in aligned]) == (lost, [version.title])
