from datetime import timedelta

from microcred.organizations.models import Membership, Role
from microcred.organizations.operations import appoint, dismiss
from microcred.organizations.queries import (
    acting_from_above,
    acts_as,
    districts_of,
    lineage_of,
    members_of,
    needs_second_factor,
    organizations_where,
    people_with,
    roles_of,
    states_of,
    tree_below,
    workplaces_of,
)


def slugs(organizations):
    return {organization.slug for organization in organizations}


def test_a_role_reaches_down_the_tree_and_not_up_or_across(cast):
    reaches = {
        slug
        for slug, place in cast.places.items()
        if acts_as(cast.femi, Role.LICENSURE_OFFICER, for_organization=place, at=cast.at)
    }

    assert reaches == {"south-carolina", "carolinacred", "rock-hill", "cedar-creek"}
    assert slugs(organizations_where(cast.femi, Role.LICENSURE_OFFICER, at=cast.at)) == reaches


def test_one_role_does_not_stand_for_another(cast):
    assert not acts_as(cast.femi, Role.ORG_ADMIN, for_organization=cast.places["rock-hill"], at=cast.at)
    assert not organizations_where(cast.ada, Role.ORG_ADMIN, at=cast.at).exists()


def test_a_role_holds_from_its_start_until_just_before_its_end(cast):
    later = cast.at + timedelta(days=1)
    dismiss(actor=cast.ada, membership=Membership.objects.get(person=cast.ada), at=later)

    def holds(at):
        return roles_of(cast.ada, at=at) == {Role.EDUCATOR}

    assert [holds(cast.at - timedelta(microseconds=1)), holds(cast.at)] == [False, True]
    assert [holds(later - timedelta(microseconds=1)), holds(later)] == [True, False]


def test_people_with_a_role_for_an_organization(cast):
    assert list(people_with(Role.RECOGNIZER, organization=cast.places["cedar-creek"], at=cast.at)) == [cast.omar]
    assert list(people_with(Role.RECOGNIZER, organization=cast.places["laurel-fork"], at=cast.at)) == []


def test_where_ada_works(cast):
    assert slugs(districts_of(cast.ada, at=cast.at)) == {"rock-hill"}
    assert slugs(states_of(cast.ada, at=cast.at)) == {"south-carolina"}
    assert workplaces_of(cast.ada, at=cast.at) == {cast.places["rock-hill"].pk, cast.places["cedar-creek"].pk}


def test_an_assessor_of_the_university_works_in_no_district(cast):
    assert workplaces_of(cast.ben, at=cast.at) == set()


def test_who_holds_a_role_here_and_who_reaches_here(cast):
    school = cast.places["cedar-creek"]

    assert [membership.person for membership in members_of(school, at=cast.at)] == [cast.ada, cast.mateo]
    above = {(m.person, m.organization.slug) for m in acting_from_above(school, at=cast.at)}
    assert (cast.omar, "rock-hill") in above
    assert (cast.pia, "partnership") in above
    assert cast.ben not in {person for person, _ in above}


def test_the_tree_below_counts_people_and_not_roles(cast):
    appoint(actor=cast.omar, person=cast.ada, organization=cast.places["cedar-creek"], role=Role.COACH, at=cast.at)

    below = {node.slug: node.members for node in tree_below(cast.places["south-carolina"], at=cast.at)}

    assert below == {"carolinacred": 7, "rock-hill": 1, "cedar-creek": 2}


def test_the_way_down_to_a_school(cast):
    lineage = [node.slug for node in lineage_of(cast.places["cedar-creek"])]

    assert lineage == ["partnership", "south-carolina", "rock-hill", "cedar-creek"]


def test_who_acts_for_others_needs_a_second_factor(cast):
    assert not needs_second_factor(cast.ada, at=cast.at)
    assert all(needs_second_factor(getattr(cast, who), at=cast.at) for who in ("ben", "cora", "omar", "femi", "rosa"))
