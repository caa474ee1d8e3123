import pytest
from django.db import DatabaseError, transaction

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role
from microcred.quality.framework_file import StandardText
from microcred.quality.models import Edition, QualityComponent, QualityFramework
from microcred.quality.operations import EditionThere, FrameworkBroken, FrameworkElsewhere, publish_edition
from microcred.quality.queries import components_of, document_of
from microcred.quality.tests import make
from microcred.quality.working_standards import working_standards

pytestmark = pytest.mark.django_db


def test_what_was_taken_in_comes_out_again_word_for_word():
    edition = make.published(make.tree()["partnership"])

    assert document_of(edition) == make.framework()
    assert [asked.code for asked in components_of(edition)] == ["A1", "A2", "B1"]
    assert [asked.falls_to_design for asked in components_of(edition)] == [True, True, False]


def test_the_same_words_again_are_the_edition_that_is_there():
    place = make.tree()["partnership"]

    assert make.published(place) == make.published(place)


def test_other_words_need_another_label_and_are_the_next_edition():
    place = make.tree()["partnership"]
    first = make.published(place)
    changed = make.framework(about="Now with a preface.")

    with pytest.raises(EditionThere):
        make.published(place, changed)
    second = make.published(place, changed.model_copy(update={"version": "2"}))

    assert (first.number, second.number) == (1, 2)
    assert document_of(first).about == ""


def test_nobody_publishes_under_the_short_name_of_another():
    places = make.tree()
    make.published(places["partnership"])

    with pytest.raises(FrameworkElsewhere):
        make.published(places["other-state"], make.framework(version="2"))


def test_an_overlay_tightens_in_place_and_adds_at_the_end_of_the_standard():
    places = make.tree()
    make.published(places["partnership"])
    state = make.published(
        places["state"],
        make.overlay(
            StandardText(
                code="A",
                components=(
                    make.component("A1", "One, and no more.", tightens="A1"),
                    make.component("A3", "For here."),
                ),
            ),
            StandardText(code="C", name="Licence", components=(make.component("C1", "Named."),)),
        ),
    )

    assert [(asked.code, asked.text) for asked in components_of(state)] == [
        ("A1", "One, and no more."),
        ("A2", "Observable."),
        ("A3", "For here."),
        ("B1", "Calibrated."),
        ("C1", "Named."),
    ]
    assert components_of(state)[2].standard_name == "One competency"


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (make.component("Z", tightens="A9"), "does not have"),
        (make.component("A2", "As below."), "has “A2” already"),
        (make.component("B1", roles=(make.ISSUER,), tightens="B1"), "must answer for it here too"),
    ],
)
def test_an_overlay_takes_nothing_away(component, words):
    places = make.tree()
    make.published(places["partnership"])

    with pytest.raises(FrameworkBroken) as refused:
        make.published(places["state"], make.overlay(StandardText(code="A", components=(component,))))

    assert words in str(refused.value)


def test_an_overlay_on_what_is_not_here_is_refused_and_leaves_nothing():
    with pytest.raises(FrameworkBroken):
        make.published(make.tree()["state"], make.overlay(StandardText(code="C", components=(make.component("C1"),))))

    assert not QualityFramework.objects.exists()


def test_our_working_standards_are_nobodys_official_list():
    place = make.tree()["partnership"]
    passed_off = working_standards().model_copy(
        update={"official": True, "source": "https://example.org", "publisher": "The Partnership", "slug": "official"}
    )

    assert make.published(place, working_standards()).official is False
    with pytest.raises(FrameworkBroken) as refused:
        make.published(place, passed_off)

    assert "nobody’s official list" in str(refused.value)


def test_an_official_framework_names_where_its_words_stand():
    with pytest.raises(FrameworkBroken) as refused:
        make.published(make.tree()["partnership"], make.framework(official=True))

    assert "address of its publisher" in str(refused.value)


def test_only_administrators_publish_and_only_for_their_own():
    places = make.tree()
    pia = make.somebody("Pia", Role.PARTNERSHIP_ADMIN, places["partnership"])
    omar = make.somebody("Omar", Role.ORG_ADMIN, places["district"])
    cora = make.somebody("Cora", Role.AUTHOR, places["partnership"])

    assert publish_edition(actor=pia, owner=places["state"], document=make.framework(), at=make.AT).published_by == pia
    for actor, place in ((omar, "state"), (cora, "partnership")):
        with pytest.raises(NotAllowed):
            publish_edition(actor=actor, owner=places[place], document=make.framework("another"), at=make.AT)


def test_postgresql_keeps_an_edition_as_it_was_published():
    edition = make.published(make.tree()["partnership"])

    for rows in (Edition.objects.filter(pk=edition.pk), QualityComponent.objects.filter(standard__edition=edition)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
