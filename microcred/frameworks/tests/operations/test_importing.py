from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from microcred.foundation.refusals import NotAllowed
from microcred.frameworks.case import compare
from microcred.frameworks.models import Association, DryRun, Framework, Import, Standard
from microcred.frameworks.operations import (
    ItemElsewhere,
    KeptElsewhere,
    MovedOn,
    NothingToImport,
    SlugKept,
    adopt,
    confirm_import,
    discard_import,
    try_import,
)
from microcred.frameworks.queries import package_members, package_of, standard_address
from microcred.frameworks.tests.make import PACKAGE, THEIRS, below, guid, imported, item, members, package, without

pytestmark = pytest.mark.django_db


def tried(cast, made=PACKAGE, **more):
    return try_import(
        **{
            "actor": cast.cora,
            "keeper": cast.places["carolinacred"],
            "package": package(made),
            "source": "topics.json",
            "digest": "0" * 64,
            "at": cast.at,
            **more,
        }
    )


def confirmed(cast, made=PACKAGE, *, at=None):
    return confirm_import(actor=cast.cora, dry_run=tried(cast, made), at=at or cast.at)


def codes():
    return [(one.code, one.depth, bool(one.withdrawn_at)) for one in Standard.objects.order_by("position")]


def test_a_dry_run_changes_nothing(cast):
    tried(cast)
    assert not Framework.objects.exists()
    assert not Standard.objects.exists()


def test_what_is_confirmed_stands_with_its_identifiers_and_its_hierarchy(cast):
    done = confirmed(cast)
    assert (done.added, done.changed, done.removed, done.returned) == (5, 0, 0, 0)
    assert codes() == [("A", 0, False), ("A.1", 1, False), ("A.2", 1, False), ("B", 0, False), ("B.1", 1, False)]
    rubrics = Standard.objects.get(code="A.2")
    assert (str(rubrics.identifier), rubrics.name) == (guid("A.2"), "Rubrics")
    assert rubrics.parent.code == "A"
    assert standard_address(rubrics) == f"{THEIRS}/CFItems/{guid('A.2')}"
    framework = done.framework
    assert (framework.name, framework.edition, framework.publisher) == ("Topics of Teaching", "1", "An Agency")
    assert (framework.slug, framework.keeper) == ("topics-of-teaching-1", cast.places["carolinacred"])
    assert not DryRun.objects.exists()


def test_what_was_imported_is_exported_as_it_came(cast):
    framework = confirmed(cast).framework
    told = package_members(framework)
    assert told["CFDocument"].pop("caseVersion") == "1.1"
    by_identifier = {one["identifier"]: one for one in told["CFItems"]}
    assert by_identifier == {one["identifier"]: one for one in PACKAGE["CFItems"]}
    assert {**told, "CFItems": PACKAGE["CFItems"]} == PACKAGE


def test_the_same_file_again_changes_nothing(cast):
    framework = confirmed(cast).framework
    before = list(Standard.objects.order_by("pk").values())
    with pytest.raises(NothingToImport):
        confirmed(cast)
    assert imported(at=cast.at) is None
    assert list(Standard.objects.order_by("pk").values()) == before
    assert Framework.objects.get() == framework
    assert Import.objects.count() == 1


def test_our_own_export_comes_back_without_a_change(cast):
    adopted = adopt(
        actor=None,
        slug="scts",
        name="Standards",
        publisher="A State",
        standards=[("PLAN", "Planning", "What is prepared."), ("ENV", "Environment", "")],
        keeper=cast.places["carolinacred"],
    )
    imported(at=cast.at)
    for framework in Framework.objects.all():
        assert imported(package_members(framework), at=cast.at) is None
        assert compare(package_of(framework), package(package_members(framework))).changes_nothing
    assert adopted.standards.count() == 2


def test_an_item_that_an_edition_lacks_is_withdrawn_and_never_gone(cast):
    confirmed(cast)
    lost = Standard.objects.get(code="B.1")
    later = cast.at + timedelta(days=90)
    done = confirmed(cast, without("B.1", version="2"), at=later)
    assert (done.removed, done.edition, done.revision) == (1, "2", 2)
    assert [change["code"] for change in done.changes if change["kind"] == "removed"] == ["B.1"]
    lost.refresh_from_db()
    assert (lost.code, lost.name, lost.withdrawn_at) == ("B.1", "Knows every student’s name.", later)
    assert guid("B.1") not in {one["identifier"] for one in package_members(done.framework)["CFItems"]}


def test_an_item_that_comes_back_is_the_one_that_was_withdrawn(cast):
    confirmed(cast)
    lost = Standard.objects.get(code="B.1").pk
    confirmed(cast, without("B.1"))
    done = confirmed(cast)
    assert (done.added, done.returned) == (0, 1)
    assert Standard.objects.get(code="B.1").pk == lost
    assert Standard.objects.get(pk=lost).withdrawn_at is None


def test_a_new_item_may_take_the_code_of_a_withdrawn_one(cast):
    confirmed(cast)
    made = without("B.1")
    made["CFItems"].append(item("B.1", "Another", identifier=guid("other B.1")))
    confirmed(cast, made)
    assert [(one.name, bool(one.withdrawn_at)) for one in Standard.objects.filter(code="B.1").order_by("name")] == [
        ("Another", False),
        ("Knows every student’s name.", True),
    ]


def test_two_items_may_swap_their_codes(cast):
    confirmed(cast)
    made = members()
    made["CFItems"][1]["humanCodingScheme"], made["CFItems"][2]["humanCodingScheme"] = "A.1", "A.2"
    done = confirmed(cast, made)
    assert done.changed == 2
    assert Standard.objects.get(code="A.1").name == "Rubrics"


def test_changes_are_kept_word_by_word(cast):
    confirmed(cast)
    made = members()
    made["CFItems"][4]["fullStatement"] = "Knows every student’s name and story."
    (change,) = confirmed(cast, made).changes
    assert change["fields"] == [
        {
            "member": "fullStatement",
            "before": "Knows every student’s name.",
            "after": "Knows every student’s name and story.",
        }
    ]


def test_an_item_of_another_framework_is_refused_and_nothing_is_half_imported(cast):
    confirmed(cast)
    made = members(identifier=guid("other doc"), title="Another")
    made["CFItems"] = [item("C", "Care"), item("B.1", "Stolen")]
    made["CFAssociations"] = []
    with pytest.raises(ItemElsewhere) as refused:
        confirmed(cast, made)
    assert "Topics of Teaching" in str(refused.value)
    assert Framework.objects.count() == 1
    assert not Standard.objects.filter(code="C").exists()


def test_a_framework_of_the_same_title_is_told_by_its_edition(cast):
    confirmed(cast)
    made = members(identifier=guid("doc 2"), version="2")
    made["CFItems"] = [item("C", "Care")]
    made["CFAssociations"] = []
    assert confirmed(cast, made).framework.name == "Topics of Teaching (2)"


def test_who_curates_nowhere_imports_nothing(cast):
    for person in (cast.ada, cast.gus, cast.ben):
        with pytest.raises(NotAllowed):
            tried(cast, actor=person)


def test_only_its_keeper_imports_a_framework_that_is_here(cast):
    confirmed(cast)
    with pytest.raises(KeptElsewhere) as refused:
        tried(cast, actor=cast.omar, keeper=cast.places["rock-hill"])
    assert "CarolinaCrED" in str(refused.value)
    assert tried(cast, actor=cast.pia, keeper=cast.places["partnership"]).keeper == cast.places["carolinacred"]


def test_what_the_operator_adopted_the_operator_keeps(cast):
    imported(at=cast.at)
    with pytest.raises(KeptElsewhere) as refused:
        tried(cast, without("B.1"))
    assert "operator" in str(refused.value)


def test_who_did_not_try_it_does_not_confirm_or_discard_it(cast):
    dry_run = tried(cast)
    for verb in (
        lambda: confirm_import(actor=cast.pia, dry_run=dry_run, at=cast.at),
        lambda: discard_import(actor=cast.pia, dry_run=dry_run),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert DryRun.objects.exists()


def test_a_framework_that_was_changed_since_is_looked_at_again(cast):
    confirmed(cast)
    waiting = tried(cast, without("A.2", version="2"))
    confirmed(cast, without("B.1", version="2"))
    with pytest.raises(MovedOn):
        confirm_import(actor=cast.cora, dry_run=waiting, at=cast.at)
    assert not Standard.objects.get(code="A.2").withdrawn_at


def test_two_who_bring_the_same_new_framework_bring_one(cast):
    first, second = tried(cast), tried(cast)
    confirm_import(actor=cast.cora, dry_run=first, at=cast.at)
    with pytest.raises(MovedOn):
        confirm_import(actor=cast.cora, dry_run=second, at=cast.at)
    assert Framework.objects.count() == 1


def test_what_was_tried_is_forgotten_after_a_day(cast):
    tried(cast)
    newer = tried(cast, at=cast.at + timedelta(days=1, minutes=1))
    assert list(DryRun.objects.all()) == [newer]


def test_what_was_discarded_is_forgotten(cast):
    discard_import(actor=cast.cora, dry_run=tried(cast))
    assert not DryRun.objects.exists()


def test_the_operator_may_name_a_new_framework(cast):
    assert imported(at=cast.at, slug="topics").framework.slug == "topics"
    other = members(identifier=guid("doc 2"))
    other["CFItems"], other["CFAssociations"] = [item("C", "Care")], []
    with pytest.raises(SlugKept):
        imported(other, at=cast.at, slug="topics")


def test_associations_and_what_they_group_are_kept(cast):
    confirmed(cast)
    assert Association.objects.filter(kind="precedes").get().origin == guid("A.1")
    made = members()
    made["CFAssociations"] = [*made["CFAssociations"][:5], below("B.1", "A", 3)]
    done = confirmed(cast, made)
    assert not Association.objects.filter(kind="precedes").exists()
    assert (done.added, done.changed, done.removed) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_imports(cast):
    """Both have looked, both confirm: the second waits for the first, and is told that the framework is another now."""
    waiting = [tried(cast, without("A.2", version="2")), tried(cast, without("B.1", version="2"))]
    said = []

    def confirm(dry_run):
        try:
            with transaction.atomic():
                confirm_import(actor=cast.cora, dry_run=dry_run, at=cast.at)
            said.append("imported")
        except MovedOn:
            said.append("moved on")
        finally:
            connection.close()

    threads = [Thread(target=confirm, args=[dry_run]) for dry_run in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["imported", "moved on"]
    assert Import.objects.count() == 1
