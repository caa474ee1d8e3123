import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.authoring.aligning import names_in, picking, shared_words, suggestions_for, value_of
from microcred.authoring.lint import Gist
from microcred.catalog.design import Alignment
from microcred.catalog.tests import make
from microcred.frameworks.queries import standards_like
from microcred.frameworks.tests.make import imported, without
from tests.cast import BEGAN


@given(st.text(), st.text(), st.text())
def test_names_come_back_from_the_form_whatever_they_hold(framework, code, name):
    assert names_in(value_of(framework, code, name)) == (framework, code, name)


@pytest.mark.parametrize("value", ["", "a|b", "a|b|c|d"])
def test_what_is_no_standard_is_none(value):
    assert names_in(value) is None


def test_words_that_tie_sentences_together_are_not_shared():
    gist = Gist.of("Writing rubrics", "The educator writes rubrics with students.", "")
    assert shared_words("The rubric is what the students write and read", gist) == ["rubric", "students", "write"]


def codes(words):
    return [standard.code for standard in standards_like(words)]


@pytest.mark.django_db
class TestSearching:
    @pytest.fixture(autouse=True)
    def _framework(self):
        imported(at=BEGAN, slug="topics")

    @pytest.mark.parametrize(
        ("words", "found"),
        [
            ("A.", ["A", "A.1", "A.2"]),
            ("a.2", ["A.2"]),
            ("rubrics", ["A.2"]),
            ("rubric writing", ["A.2"]),
            ("assess", ["A", "A.1"]),
            ("knows NÁME", ["B.1"]),
            ("plans rubrics", ["A.1", "A.2"]),
            ("zebras nowhere", []),
            ("", []),
            ("  ", []),
            ("!!! & | ' : * \x00 (", []),
            ("x" * 5_000, []),
        ],
    )
    def test_a_search_finds_by_code_and_by_words(self, words, found):
        assert sorted(codes(words)) == found

    def test_what_begins_a_code_comes_first(self):
        assert codes("a")[:3] == ["A", "A.1", "A.2"]

    def test_what_has_every_word_comes_before_what_has_some(self):
        assert codes("rubric writing")[0] == "A.2"

    def test_what_was_withdrawn_is_not_found(self):
        imported(without("B.1", version="2"), at=BEGAN)
        assert codes("knows name") == []


@pytest.mark.django_db
class TestPicking:
    def test_what_is_chosen_is_not_found_again(self):
        imported(at=BEGAN, slug="topics")
        design = make.plain_design(alignments=(Alignment(framework="topics", code="A.2", name="Rubrics"),))
        shown = picking(design, "a", suggest=False)
        assert [(one.code, one.framework, one.chosen) for one in shown.chosen] == [("A.2", "Topics of Teaching", True)]
        assert [one.code for one in shown.found] == ["A", "A.1"]

    def test_what_no_framework_has_stays_as_it_was_written(self):
        design = make.plain_design(alignments=(Alignment(framework="Gone", code="X", name="Lost"),))
        assert [(one.framework, one.name) for one in picking(design).chosen] == [("Gone", "Lost")]

    def test_a_withdrawn_standard_says_so(self):
        imported(at=BEGAN, slug="topics")
        imported(without("B.1", version="2"), at=BEGAN)
        design = make.plain_design(alignments=(Alignment(framework="topics", code="B.1", name="x"),))
        assert picking(design).chosen[0].withdrawn_at == BEGAN

    def test_words_suggest_standards_and_say_which_words(self):
        imported(at=BEGAN, slug="topics")
        design = make.plain_design(
            name="Writing rubrics", competency="The educator writes rubrics that students can read.", alignments=()
        )
        ((standard, shared),) = [found for found in suggestions_for(design) if found[0].code == "A.2"]
        assert standard.name == "Rubrics"
        assert {"rubrics", "students", "read"} <= set(shared)
        assert design.alignments == ()

    def test_nothing_is_suggested_that_is_chosen_or_shares_one_word_by_chance(self):
        imported(at=BEGAN, slug="topics")
        design = make.plain_design(name="Rubrics", competency="", key_method="", components=(), rubric=())
        assert suggestions_for(design) == []

    def test_suggestions_follow_the_next_edition(self):
        imported(at=BEGAN, slug="topics")
        design = make.plain_design(competency="The educator knows the name of every student.")
        assert "B.1" in {standard.code for standard, _words in suggestions_for(design)}
        imported(without("B.1", version="2"), at=BEGAN)
        assert "B.1" not in {standard.code for standard, _words in suggestions_for(design)}
