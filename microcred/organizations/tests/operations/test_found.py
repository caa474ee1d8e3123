import pytest

from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization
from microcred.organizations.operations import found

Kind = Organization.Kind


def test_the_district_founds_a_school_below_itself(cast):
    district = cast.places["rock-hill"]

    school = found(
        actor=cast.omar, slug="ebenezer", name="Ebenezer Avenue", kind=Kind.SCHOOL, parent=district, at=cast.at
    )

    assert school.lineage == [*district.lineage, school.pk]


@pytest.mark.parametrize(("who", "parent"), [("omar", "blue-ridge"), ("omar", None), ("ada", "rock-hill")])
def test_nobody_founds_outside_what_they_administer(cast, who, parent):
    with pytest.raises(NotAllowed):
        found(
            actor=getattr(cast, who),
            slug="mine",
            name="Mine",
            kind=Kind.SCHOOL,
            parent=parent and cast.places[parent],
            at=cast.at,
        )

    assert not Organization.objects.filter(slug="mine").exists()
