"""Who is an author or somebody of public life, and who may be a child: what blocks, what only advises, what passes."""

import pytest

from microcred.portfolios.privacy import Known, look


def said_of(text):
    return [(one.words, one.is_certain) for one in look(text, Known())]


@pytest.mark.parametrize(
    "text",
    [
        "Where the Wild Things Are by Maurice Sendak was our mentor text.",
        "Students learned about Ellen Ochoa before they built their rockets.",
        "Ellen Ochoa was the first Latina in space.",
        "Kim Marshall and Jenn David-Lang write about short visits to classrooms.",
        "As Pedro Noguera says, relationships come first.",
        "Jon Saphier, The Skillful Teacher (Research for Better Teaching, 2018), names it.",
        "I read Because of Mr. Terupt aloud.",
        "The Harlem Renaissance unit ended with a performance.",
        "Estudiamos la vida de Ellen Ochoa, la primera astronauta latina.",
        "Leímos Donde viven los monstruos de Maurice Sendak.",
    ],
)
def test_authors_and_people_of_public_life_are_passed_over(text):
    assert said_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "I used an essay by Emma Johnson.",
        "Emma Johnson writes that her dog is big.",
        "According to Emma Johnson, it was raining.",
        "Emma Johnson, the author of the story, read it aloud.",
        "Emma Johnson was the subject of our science unit.",
        "Emma Johnson fue el tema de nuestra unidad.",
    ],
)
def test_what_may_be_a_child_or_an_author_is_advice(text):
    assert said_of(text) == [("Emma Johnson", False)]


@pytest.mark.parametrize(
    "text",
    [
        "We read a poem by Emma Johnson, my student.",
        "I wrote about Emma Johnson in my notes.",
        "Students learned about Emma Johnson’s father.",
        "My student Emma Johnson read a book by Kadir Nelson.",
        "Emma Johnson was the first girl to finish.",
        "Emma Johnson was the subject of my case study.",
        "Emma Johnson was the subject of the lesson.",
        "Emma Johnson inspired us.",
    ],
)
def test_a_child_of_the_class_is_certain_whatever_stands_around(text):
    assert ("Emma Johnson", True) in said_of(text)


@pytest.mark.parametrize("text", ["Because of Mr. Ellison I changed it.", "Mrs. Ellison’s Algebra class came."])
def test_a_colleague_is_no_title_of_a_book(text):
    assert [certain for _words, certain in said_of(text)] == [True]


def test_names_written_small():
    assert said_of("emma and jack built it. the mark was low, and hope grew.") == [("emma", False), ("jack", False)]
    assert said_of("my student mateo called ms. carter.") == [("mateo", True), ("ms. carter", True)]
    assert said_of("write to emma.j or see /emma, `emma` and emma@; será difícil, y mía es la casa.") == []


def test_a_part_of_a_name_in_capitals_is_the_same_person():
    (found,) = look("MARCUS JOHNSON\nJohnson’s answer was short. Then Marcus smiled.", Known())

    assert (found.words, found.count) == ("MARCUS JOHNSON", 3)


@pytest.mark.parametrize(
    "text",
    ["We had Art class.", "He got a Pat on the Back.", "In Semana Santa we rest.", "Jack of all trades was an idiom.",
     "There was a Grace period.", "The Max score was 20.", "I asked Will students to read.", "Summer came and went."],
)  # fmt: skip
def test_words_that_are_names_too_are_told_by_what_follows(text):
    assert said_of(text) == []
