from microcred.catalog.design import problems
from microcred.catalog.tests import make
from microcred.site.demo.builders import EARNED_FIRST, WRITTEN_ANEW, asking_more


def test_the_draft_for_teams_could_be_published_as_it_is_but_for_its_prerequisite():
    design = asking_more(make.design(WRITTEN_ANEW))

    assert problems(design) == []
    assert [row.one_of for row in design.requirements if row.one_of] == ["evidence of the meeting"] * 2
    assert design.rule_of(2).kind == "at_least"
    assert design.prerequisites == (EARNED_FIRST,)
    assert not set(design.identifiers()) & set(make.design(WRITTEN_ANEW).identifiers())
