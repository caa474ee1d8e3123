"""A version in the language of its reader, field by field; what is stale is never said."""

import pytest
from django.utils import translation

from microcred.catalog import operations
from microcred.catalog.queries import page_said, said_in, say_titles, title_for_readers, title_in, version_page
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


def languages_of(said):
    """Every word of the rubric and of what is asked for, by its language."""
    words = [said.version.title, said.version.competency, said.version.key_method]
    for criterion in said.rubric.criteria:
        words += [criterion.name, criterion.description]
        words += [word for level in criterion.levels for word in (level.name, level.descriptor)]
    words += [word for asked in said.requirements for word in (asked.prompt, asked.guidance)]
    return [(word.language, str(word)) for word in words if word]


def test_every_field_says_its_language_and_identifiers_are_those_of_the_original():
    version = make.version()
    make.in_spanish(version)
    said, original = said_in(version, "es"), said_in(version, "en")
    assert {language for language, _word in languages_of(said)} == {"es"}
    assert all(word.startswith("es ") for _language, word in languages_of(said))
    assert [one.id for one in said.rubric.criteria] == [one.id for one in original.rubric.criteria]
    assert [[level.id for level in one.levels] for one in said.rubric.criteria] == [
        [level.id for level in one.levels] for one in original.rubric.criteria
    ]
    assert [one.required_position for one in said.rubric.criteria] == [
        one.required_position for one in original.rubric.criteria
    ]
    assert [asked.pk for asked in said.requirements] == [asked.pk for asked in original.requirements]
    assert version.title == "Managing Change", "the row itself is left alone"


def test_a_revision_is_read_in_what_still_fits_and_says_the_rest_in_the_original():
    first = make.version()
    make.in_spanish(first)
    second = make.reworded(first)
    said = said_in(second, "es")
    in_english = [word for language, word in languages_of(said) if language == "en"]
    assert in_english == [second.design["requirements"][0]["guidance"]]
    assert "Briefly" in in_english[0]
    assert not said.is_whole
    make.in_spanish(second)
    assert said_in(second, "es").is_whole


def test_a_translation_of_a_later_version_serves_who_still_works_on_the_first():
    first = make.version()
    second = make.reworded(first)
    make.in_spanish(second)
    said = said_in(first, "es")
    assert (str(said.version.title), said.is_whole) == ("es Managing Change", False)
    assert "Briefly" not in said.requirements[0].guidance


def test_what_nobody_published_is_not_read():
    version = make.version()
    operations.translate(
        actor=make.cora(),
        micro_credential=version.micro_credential,
        language="es",
        texts={"name": "Acompañar el cambio"},
        at=make.AT,
    )
    assert said_in(version, "es").is_original
    assert title_in(version, "es") == "Managing Change"


def test_the_newest_mending_is_read():
    version = make.version()
    make.in_spanish(version)
    make.in_spanish(version, name="Acompañar el cambio")
    assert said_in(version, "es").version.title == "Acompañar el cambio"
    assert title_in(version, "es") == "Acompañar el cambio"


def test_who_reads_a_translation_has_the_original_beside_it_and_who_judges_has_every_one():
    version = make.version()
    make.in_spanish(version)
    reader, judge = said_in(version, "es"), said_in(version, "en", all_wordings=True)
    (original,) = reader.rubric.criteria[0].others
    assert (original.language, original.is_original, original.words.name) == ("en", True, said_name(version, "en"))
    (spanish,) = judge.rubric.criteria[0].others
    assert (spanish.language, spanish.is_original, spanish.words.name) == ("es", False, said_name(version, "es"))
    assert judge.is_original
    assert [other.words.prompt for other in vars(judge.requirements[0])["others"]] == [reader.requirements[0].prompt]
    assert said_in(version, "en").rubric.criteria[0].others == ()


def said_name(version, language):
    return said_in(version, language).rubric.criteria[0].name


def test_it_costs_one_query_and_none_in_the_language_of_the_version(django_assert_num_queries):
    version = make.version()
    make.in_spanish(version)
    said_in(version, "es")
    with django_assert_num_queries(1):
        said_in(version, "es")
    with django_assert_num_queries(0):
        said_in(version, "en")
    with django_assert_num_queries(1):
        say_titles([version, version], "es")
    with django_assert_num_queries(0):
        say_titles([version], "en")


def test_lists_are_called_as_their_reader_says_and_a_changed_title_as_it_reads_now():
    first, other = make.version(), make.version(make.plain_design(name="Leading Together"))
    make.in_spanish(first)
    second = make.version(make.plain_design(name="Managing Great Change"), micro_credential=first.micro_credential)
    rows = [first, second, other]
    say_titles(rows, "es")
    say_titles(rows, "es")
    assert [(str(row.title), row.title.language) for row in rows] == [
        ("es Managing Change", "es"),
        ("Managing Great Change", "en"),
        ("Leading Together", "en"),
    ]


def test_a_title_in_a_mail_is_said_in_the_language_of_the_mail():
    version = make.version()
    make.in_spanish(version)
    title = title_for_readers(version)
    for language, said in (("es", "es Managing Change"), ("en", "Managing Change"), ("es", "es Managing Change")):
        with translation.override(language):
            assert str(title) == said


def test_a_page_stands_in_one_language_beyond_what_is_asked_for_and_judged_by():
    first = make.version()
    make.in_spanish(first)
    whole = page_said(version_page("managing-change", at=make.AT), "es")
    assert (whole.design.language, whole.design.rationale[:3]) == ("es", "es ")
    make.reworded(first)
    partly = page_said(version_page("managing-change", at=make.AT), "es")
    assert (partly.design.language, partly.design.rationale[:3]) != ("es", "es ")
    assert partly.rubric.criteria[0].name.language == "es"
