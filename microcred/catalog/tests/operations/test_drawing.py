import pytest

from microcred.catalog import operations
from microcred.catalog.facets import Facet
from microcred.catalog.models import Crosswalk, Entry
from microcred.catalog.operations import drawing
from microcred.catalog.queries import path_of
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn():
    return operations.draw_crosswalk(
        actor=make.cora(), owner=make.university(), slug="across", name="Across", description="", stacks=[]
    )


def stack(slug):
    return operations.open_stack(
        actor=None, owner=make.university(), slug=slug, name=slug.title(), description="", position=0
    )


def add(crosswalk, thing, actor=None):
    operations.add_to_crosswalk(actor=actor or make.cora(), crosswalk=crosswalk, thing=thing)


def path(crosswalk):
    return [getattr(shown, "stack", None) or shown.micro_credential for shown in path_of(crosswalk)]


def keys(micro_credential):
    return Entry.objects.get(pk=micro_credential.pk).keys


def test_stacks_and_single_micro_credentials_stand_in_one_order(drawn):
    first, single, second = stack("first"), make.version().micro_credential, stack("second")
    for thing in (first, single, second):
        add(drawn, thing)
    assert path(drawn) == [first, single, second]
    operations.move_in_crosswalk(actor=make.cora(), crosswalk=drawn, thing=second, up=True)
    assert path(drawn) == [first, second, single]
    operations.move_in_crosswalk(actor=make.cora(), crosswalk=drawn, thing=first, up=False)
    assert path(drawn) == [second, first, single]


def test_at_the_ends_nothing_moves_and_what_is_not_there_moves_nothing(drawn):
    first, second = stack("first"), stack("second")
    add(drawn, first)
    operations.move_in_crosswalk(actor=make.cora(), crosswalk=drawn, thing=first, up=True)
    operations.move_in_crosswalk(actor=make.cora(), crosswalk=drawn, thing=first, up=False)
    operations.move_in_crosswalk(actor=make.cora(), crosswalk=drawn, thing=second, up=True)
    assert path(drawn) == [first]


def test_what_stands_there_is_added_once(drawn):
    first = stack("first")
    add(drawn, first)
    add(drawn, first)
    assert path(drawn) == [first]


def test_a_single_micro_credential_is_found_by_its_crosswalk_and_not_copied(drawn):
    single = make.version().micro_credential
    add(drawn, single)
    assert f"{Facet.CROSSWALK}:across" in keys(single)
    operations.take_from_crosswalk(actor=make.cora(), crosswalk=drawn, thing=single)
    assert f"{Facet.CROSSWALK}:across" not in keys(single)
    assert Entry.objects.count() == 1
    assert path(drawn) == []


def test_what_stands_in_a_stack_is_found_as_long_as_the_stack_stands_there(drawn):
    single, holder = make.version().micro_credential, stack("holder")
    operations.place(actor=None, stack=holder, micro_credential=single, position=0)
    add(drawn, holder)
    assert f"{Facet.CROSSWALK}:across" in keys(single)
    operations.take_from_crosswalk(actor=make.cora(), crosswalk=drawn, thing=holder)
    assert f"{Facet.CROSSWALK}:across" not in keys(single)


def test_a_path_has_an_end(drawn, monkeypatch):
    monkeypatch.setattr(drawing, "MOST_ON_A_PATH", 1)
    add(drawn, stack("first"))
    with pytest.raises(operations.PathTooLong) as refused:
        add(drawn, stack("second"))
    assert "at most 1" in str(refused.value)


def test_a_crosswalk_keeps_its_address_under_another_name(drawn):
    operations.describe_crosswalk(actor=make.cora(), crosswalk=drawn, name=" Whole child ", description="All of it.")
    assert Crosswalk.objects.values_list("slug", "name", "description").get() == ("across", "Whole child", "All of it.")


def test_a_crosswalk_has_a_name(drawn):
    with pytest.raises(operations.CrosswalkUnnamed):
        operations.describe_crosswalk(actor=make.cora(), crosswalk=drawn, name="  ", description="")


def test_who_curates_elsewhere_draws_nothing_here(drawn):
    first, stranger = stack("first"), make.gus()
    for verb in (
        lambda: add(drawn, first, actor=stranger),
        lambda: operations.take_from_crosswalk(actor=stranger, crosswalk=drawn, thing=first),
        lambda: operations.move_in_crosswalk(actor=stranger, crosswalk=drawn, thing=first, up=True),
        lambda: operations.describe_crosswalk(actor=stranger, crosswalk=drawn, name="Mine", description=""),
    ):
        with pytest.raises(NotAllowed):
            verb()
