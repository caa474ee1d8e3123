from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.credentials.operations import revoke
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.pathways.models import Cohort, Confirmation, Enrolment, ItemRetraction, Leaving, RecordedItem
from microcred.pathways.operations import leave
from microcred.pathways.tests.make import cohort, enrolled, handed_in, literacy, recorded
from microcred.programs.tests.make import educators


@pytest.fixture(autouse=True)
def _today(cast):
    with standing_at(cast.at):
        yield


def page(client, person, name, /, *parts, status=200, **body):
    client.force_login(person)
    address = reverse(name, args=parts)
    answer = client.post(address, body) if body else client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_audit_says_what_is_met_by_what_and_what_would_meet_the_rest(client, cast):
    ada = enrolled(cast)
    there, other = literacy(cast), literacy(cast, "teaching-academic-words-in-depth")
    handed_in(cast, there)
    recorded(cast, ada, result="D")

    said = page(client, cast.ada, "pathway_audit", ada.pk)

    assert "3 of 21 requirements met" in said
    assert f"/catalogue/{there.micro_credential.slug}/" in said
    assert f"/catalogue/{other.micro_credential.slug}/" in said
    assert "Does not do yet:" in said
    assert "EDTE 701 (D)" in said
    assert "verify with the programme" in said
    assert "Record something" not in said


def test_what_counts_although_its_award_was_revoked_says_so(client, cast):
    ada = enrolled(cast)
    of = literacy(cast)
    handed_in(cast, of)
    award = credentials.award(cast, of=of)
    later = award.earned_at + timedelta(days=3)
    with standing_at(later):
        assert "revoked" not in page(client, cast.ada, "pathway_audit", ada.pk)
        revoke(actor=cast.lena, award=award, reason="Error.", at=later)
        assert "here it counts because it was handed in" in page(client, cast.ada, "pathway_audit", ada.pk)


def test_it_is_for_its_participant_and_for_who_keeps_the_pathway(client, cast):
    ada = enrolled(cast)
    assert "Record something" in page(client, cast.elena, "pathway_audit", ada.pk)
    for person in (cast.mateo, cast.omar, cast.gus, cast.femi):
        page(client, person, "pathway_audit", ada.pk, status=404)
    leave(actor=cast.ada, enrolment=ada, at=cast.at)
    page(client, cast.elena, "pathway_audit", ada.pk, status=404)
    page(client, cast.ada, "pathway_audit", ada.pk)


def test_it_speaks_spanish(client, cast):
    ada = enrolled(cast)
    cast.ada.language = "es"
    cast.ada.save()
    said = page(client, cast.ada, "pathway_audit", ada.pk)
    assert "Primer año" in said
    assert "confírmelo con el programa" in said


def test_staff_record_take_back_and_take_out(client, cast):
    ada = enrolled(cast)
    said = {"requirement": "year-one/meetings", "name": "", "result": "", "term": "fall", "day": "2026-08-20"}
    page(client, cast.elena, "pathway_items", ada.pk, status=302, **said)
    item = RecordedItem.objects.get()
    assert (item.name, item.term, item.recorded_by) == ("Virtual learning community", "fall", cast.elena)

    page(client, cast.elena, "pathway_items", ada.pk, status=422, **{**said, "term": ""})
    page(client, cast.elena, "pathway_item_retraction", item.pk, status=422, reason="")
    page(client, cast.elena, "pathway_item_retraction", item.pk, status=302, reason="It was Mateo.")
    assert ItemRetraction.objects.get().item == item
    assert "It was Mateo." in page(client, cast.ada, "pathway_audit", ada.pk)

    page(client, cast.elena, "pathway_confirmation", ada.pk, status=409, sure="yes")
    assert not Confirmation.objects.exists()
    page(client, cast.elena, "pathway_leaving", ada.pk, status=302, sure="yes")
    assert Leaving.objects.get().left_by == cast.elena


def test_staff_open_a_cohort_and_enrol_by_address(client, cast):
    here = cohort(cast)
    slug = here.pathway.slug
    page(client, cast.elena, "pathway_cohorts", slug, status=302, name="Next", starts_on="2026-09-01")
    following = Cohort.objects.get(name="Next")
    entering = {"cohort": str(following.pk), "area": "elementary"}

    page(client, cast.elena, "pathway_enrolments", slug, status=302, email=cast.ada.email.upper(), **entering)
    assert Enrolment.objects.get().person == cast.ada
    nobody = page(client, cast.elena, "pathway_enrolments", slug, status=422, email="no@example.org", **entering)
    stranger = page(client, cast.elena, "pathway_enrolments", slug, status=422, email=cast.gus.email, **entering)
    for answer in (nobody, stranger):
        assert "Nobody with this address belongs to the organizations you act for" in answer


def test_the_list_of_participants_costs_the_same_for_three_and_for_many(client, cast, django_assert_num_queries):
    here = cohort(cast)
    people = educators(60)
    for person in people:
        appoint(actor=None, person=person, organization=cast.places["rock-hill"], role=Role.EDUCATOR, at=cast.at)
    first = [enrolled(cast, here, person=person) for person in people[:3]]
    page(client, cast.elena, "pathway", here.pathway.slug)
    with CaptureQueriesContext(connection) as three:
        page(client, cast.elena, "pathway", here.pathway.slug)
    Enrolment.objects.bulk_create(
        Enrolment(cohort=here, person=person, area="elementary", entered_on=first[0].entered_on, enrolled_at=cast.at)
        for person in people[3:]
    )
    with django_assert_num_queries(len(three)):
        said = page(client, cast.elena, "pathway", here.pathway.slug)
    assert "Educator 049" in said


def test_the_rules_are_for_everyone_and_the_list_teaches_when_empty(client, cast):
    here = cohort(cast)
    said = client.get(reverse("pathway_rules", args=[here.rule_set_id])).content.decode()
    assert "Year two: submit no fewer than three micro-credentials." in said
    assert "You take part in no pathway" in page(client, cast.gus, "pathways")
    assert "You keep" in page(client, cast.elena, "pathways")
    enrolled(cast, here)
    assert "You take part in" in page(client, cast.ada, "pathways")
    assert "Your pathways" in page(client, cast.ada, "home")
