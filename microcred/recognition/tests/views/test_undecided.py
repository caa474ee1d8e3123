"""What a jurisdiction's rules could not decide: what is missing and who can enter it, not whose award it is."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.recognition.models import Recognition
from microcred.recognition.operations import recognize
from microcred.recognition.tests import make
from tests.cast import Cast


def undecided(cast: Cast) -> Recognition:
    make.policy(cast)
    award = credentials.award(cast)
    recognize(actor=None, person=award.person, at=award.earned_at)
    return Recognition.objects.get(award=award)


def page(client: Client, person) -> str:
    client.force_login(person)
    response = client.get("/policies/undecided/")
    assert response.status_code == 200
    return response.content.decode()


def test_femi_reads_what_is_missing_and_who_can_enter_it(client: Client, cast: Cast):
    award = undecided(cast).award

    html = page(client, cast.femi)

    assert award.version.title in html
    assert "A renewal cycle that holds the day it was earned" in html
    assert "The hours that the micro-credential stands for" in html
    assert "The renewal coordinator of Rock Hill Schools" in html
    assert cast.ada.name not in html, "rules are stated without knowing whose awards they meet"


def test_once_the_facts_are_on_record_nothing_is_left(client: Client, cast: Cast):
    found = undecided(cast)
    make.cycle(cast, found.policy)
    make.hours(cast)
    recognize(actor=None, person=found.award.person, at=found.evaluated_at)

    assert "Your rules decide every award on record" in page(client, cast.femi)


def test_nobody_else_reads_it(client: Client, cast: Cast):
    undecided(cast)

    for person in (cast.ada, cast.omar, cast.pia):
        client.force_login(person)
        assert client.get("/policies/undecided/").status_code == 404


def test_a_thousand_cost_the_same_queries_as_one(client: Client, cast: Cast):
    found = undecided(cast)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, cast.femi)
        return len(queries)

    cost()
    one = cost()
    awards = credentials.many_like(found.award, 999)
    Recognition.objects.bulk_create(credentials.like(found, award_id=each.pk) for each in awards)
    assert cost() == one
