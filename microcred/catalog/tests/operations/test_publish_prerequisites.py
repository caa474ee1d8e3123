"""What is to be earned first, and that it never leads back to itself."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.catalog.models import PartRule, Requirement
from microcred.catalog.operations import PrerequisitesCircular, PrerequisiteUnknown
from microcred.catalog.rules import way_back
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def published(name, *before, of=None):
    return make.version(
        micro_credential=of and of.micro_credential,
        name=name,
        prerequisites=[version.micro_credential.slug for version in before],
    )


def test_what_is_to_be_earned_first_stands_in_the_order_of_the_design():
    first, second = published("First"), published("Second")
    third = published("Third", second, first)

    asked = third.prerequisites.order_by("position")
    assert [row.micro_credential for row in asked] == [second.micro_credential, first.micro_credential]


def test_what_is_not_there_cannot_be_earned_first():
    with pytest.raises(PrerequisiteUnknown) as refused:
        make.version(prerequisites=["nowhere"])
    assert "“nowhere”" in str(refused.value)


def test_a_circle_is_refused_and_named():
    first = published("First")
    second = published("Second", first)
    third = published("Third", second)

    with pytest.raises(PrerequisitesCircular) as refused:
        published("First", third, of=first)
    assert "“First” → “Second” → “Third” → “First”" in str(refused.value)


def test_nothing_is_to_be_earned_before_itself():
    first = published("First")

    with pytest.raises(PrerequisitesCircular) as refused:
        published("First", first, of=first)
    assert "“First” → “First”" in str(refused.value)


def test_only_the_newest_versions_count():
    first = published("First")
    second = published("Second", first)
    published("Second", of=second)

    assert published("First", second, of=first).number == 2


def test_what_a_design_says_of_evidence_and_parts_stands_in_its_rows():
    design = make.plain_design(part_rules=[{"part": 2, "kind": "at_least", "count": 1}, {"part": 3}])
    rows = [dict(row) for row in design.requirements]
    place = next(place for place, row in enumerate(rows) if row["kind"] == "artifact")
    rows[place] |= {
        "size_limit": 20,
        "accepts": ("document",),
        "shows": "students",
        "consents": ("family",),
        "template": {"title": "Plan", "url": "https://example.org/plan"},
    }
    version = make.version(type(design).model_validate({**dict(design), "requirements": rows}))

    row = Requirement.objects.get(version=version, position=place)
    assert (row.size_limit, row.shows, row.consents) == (20, "students", ["family"])
    assert (row.template_title, row.template_url) == ("Plan", "https://example.org/plan")
    assert [(rule.part, rule.kind, rule.count) for rule in version.part_rules.all()] == [(2, PartRule.Kind.AT_LEAST, 1)]


numbers = st.integers(0, 6)


@given(numbers, st.lists(numbers), st.dictionaries(numbers, st.lists(numbers)))
def test_the_way_back_is_a_circle_of_prerequisites(start, first, asked):
    circle = way_back(start, first, asked)

    wants = {**asked, start: first}
    if circle:
        assert circle[0] == circle[-1] == start
        assert all(earlier in wants[later] for earlier, later in pairwise(circle))
    else:
        reached, waiting = set(), list(first)
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting += wants.get(here, [])
        assert start not in reached
