import pytest
from django.urls import reverse

from microcred.authoring.operations import ForkNotLicensed, clone, fork, publish
from microcred.authoring.tests.make import AT, district, draft, joined, omar, save, tess
from microcred.authoring.tests.operations.test_put_in_image import picture, put
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import OPEN_LICENSES, Design, changes, license_address
from microcred.catalog.operations import DesignUnfinished, grant_license
from microcred.catalog.tests.make import cora, gus, plain_design, university, version
from microcred.foundation.ids import uuid7
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.storage import store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()
    no_gates(district())


def theirs(of):
    return fork(actor=tess(), version=of, owner=district(), at=AT)


def design_of(some):
    return Design.model_validate(some.design)


def test_an_open_license_lets_another_organization_write_its_own_and_the_origin_stays_in_it():
    original = version(license="CC-BY-4.0")
    mine = theirs(original)

    design = design_of(mine)
    (ancestor,) = design.derived_from
    assert (ancestor.version, ancestor.digest, ancestor.owner) == (original.pk, original.digest, "The University")
    assert (ancestor.license, design.license) == ("CC-BY-4.0", "CC-BY-4.0")
    assert not set(design.identifiers()) & set(design_of(original).identifiers())
    assert (mine.owner, mine.micro_credential) == (district(), None)


def test_a_page_leads_to_a_fork_whoever_may_write_one_elsewhere(client):
    closed, opened = version(name="Closed"), version(name="Open", license="CC-BY-4.0")

    def leads(person, of):
        client.force_login(person)
        page = client.get(reverse("micro_credential", args=[of.micro_credential.slug])).content.decode()
        return reverse("fork", args=[of.micro_credential.slug]) in page

    assert leads(tess(), opened)
    assert not leads(tess(), closed), "no license lets the district"
    assert not leads(cora(), opened), "it is her own organization's"
    assert not leads(gus(), opened), "who writes for nobody"
    grant_license(
        actor=omar(), owner=university(), licensee=district(), opens_at=AT, closes_at=None, may_fork=True, at=AT
    )
    assert leads(tess(), closed)


def test_a_fork_of_a_fork_names_the_whole_line():
    first = version(license="CC-BY-SA-4.0")
    second = publish(actor=tess(), draft=save(theirs(first), tess(), name="Second"), at=AT)
    third = fork(actor=cora(), version=second, owner=university(), at=AT)
    assert [(a.title, a.owner) for a in design_of(third).derived_from] == [
        ("Managing Change", "The University"),
        ("Second", "The District"),
    ]


def test_without_a_license_only_the_owner_may_until_it_grants_one():
    original = version()
    with pytest.raises(ForkNotLicensed, match="The University"):
        theirs(original)
    assert design_of(fork(actor=cora(), version=original, owner=university(), at=AT)).derived_from == ()

    grant_license(
        actor=omar(),
        owner=university(),
        licensee=district(),
        micro_credential=original.micro_credential,
        may_fork=True,
        opens_at=AT,
        closes_at=None,
        at=AT,
    )
    assert design_of(theirs(original)).derived_from[0].license == ""


def test_what_must_stay_under_its_license_does():
    mine = save(theirs(version(license="CC-BY-SA-4.0")), tess(), license="CC0-1.0", name="Mine")
    with pytest.raises(DesignUnfinished) as refused:
        publish(actor=tess(), draft=mine, at=AT)
    assert [problem.field for problem in refused.value.problems] == ["license"]


def test_only_authors_of_the_organization_fork_for_it():
    original = version(license="CC-BY-4.0")
    for stranger in (gus(), tess()):
        with pytest.raises(NotAllowed):
            fork(actor=stranger, version=original, owner=university(), at=AT)


def test_a_clone_says_the_same_as_another_thing_with_its_pictures():
    mine = put(draft())
    copy = clone(actor=cora(), draft=mine, at=AT)

    assert [change.path for change in changes(design_of(mine), design_of(copy))] == ["name"]
    assert copy.design["name"] == "Managing Change (copy)"
    assert copy.images.get().file == mine.images.get().file
    assert not set(design_of(copy).identifiers()) & set(design_of(mine).identifiers())


def test_a_co_author_does_not_carry_the_draft_away():
    mine = draft()
    joined(mine, tess())
    with pytest.raises(NotAllowed):
        clone(actor=tess(), draft=mine, at=AT)


def test_designs_without_any_of_this_keep_their_digest():
    written = plain_design().model_dump(mode="json")
    assert {"images", "license", "derived_from"} & set(written) == set()


def test_each_open_license_has_its_address():
    assert license_address("CC-BY-NC-SA-4.0") == "https://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert all(license_address(name).startswith("https://creativecommons.org/") for name in OPEN_LICENSES)
    assert license_address("MIT") == ""


def test_a_copy_shows_no_file_that_the_design_knows_by_its_identifier_alone():
    foreign = store(iter([picture()]), name="evidence.png", media_type="image/png")
    shown = {"uuid": str(uuid7()), "file": str(foreign.pk), "sha256": "0" * 64, "alt": "A picture."}
    mine = save(draft(), images=[shown])

    copy = clone(actor=cora(), draft=mine, at=AT)

    assert not copy.images.exists()
