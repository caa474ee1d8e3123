"""What an educator sees of their rewards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.credentials.tests import make as earning
from microcred.foundation.clock import standing_at
from microcred.organizations.models import Role
from microcred.rewards.models import BenefitChoice
from microcred.rewards.operations import lock_stipends
from microcred.rewards.rules import Basis
from microcred.rewards.tests import make

PAGE = reverse("my_rewards")


@pytest.fixture
def ada(client, cast):
    client.force_login(cast.ada)
    return client


def page(client, cast, *, day=45):
    with standing_at(cast.at + day * make.DAY):
        return client.get(PAGE).content.decode()


def test_with_nothing_offered_the_page_teaches(ada, cast):
    assert "No stipend is offered to you yet" in page(ada, cast)


def test_what_is_offered_due_approved_and_paid_stands_there_with_its_reasons(ada, cast):
    make.offer(cast, most_in_year=500)
    shown = page(ada, cast)
    assert "$250.00 for each micro-credential." in shown
    assert "At most $500.00 for one person in a fiscal year." in shown
    make.award(cast)
    shown = page(ada, cast)
    assert "Waits for approval" in shown
    assert f"Pays $250.00 for the micro-credential. Clause: {make.CLAUSE}" in shown
    make.approved(cast)
    assert "paid with the next period" in page(ada, cast)
    lock_stipends(
        actor=cast.omar,
        organization=make.place(cast),
        last_day=(cast.at + 42 * make.DAY).date(),
        at=cast.at + 44 * make.DAY,
    )
    assert "in the period until October 13, 2026" in page(ada, cast)


def test_what_is_not_paid_says_why(ada, cast):
    make.offer(cast, schools=[cast.places["cedar-creek"]])
    award = make.award(cast)
    make.approved(cast)
    make.revoked(cast, award)
    shown = page(ada, cast, day=51)
    assert "taken back before it was paid" in shown
    assert "The issuer has revoked the award." in shown


def test_stipend_or_credit_is_chosen_there(ada, cast):
    make.offer(cast, instead_of_credit=True)
    award = make.award(cast)
    assert "not chosen yet" in page(ada, cast)
    door = reverse("benefit_choice", args=[award.pk])
    with standing_at(cast.at + 20 * make.DAY):
        answer = ada.post(door, {"benefit": "stipend"}, follow=True)
        assert "You can choose again until it is paid." in answer.content.decode()
        assert ada.post(door, {"benefit": "both"}).status_code == 400
    assert BenefitChoice.objects.get().benefit == "stipend"
    shown = page(ada, cast)
    assert "Take the credit" in shown
    assert "Take the stipend" not in shown


def test_somebody_elses_award_is_not_there(client, cast):
    make.offer(cast, instead_of_credit=True)
    award = make.award(cast)
    client.force_login(cast.mateo)
    assert client.post(reverse("benefit_choice", args=[award.pk]), {"benefit": "credit"}).status_code == 404


def test_on_the_way_to_a_milestone(ada, cast):
    make.offer(cast, basis=Basis.NTH, needed=3, name="Three together")
    make.award(cast)
    assert "1 of 3 · Rock Hill Schools" in page(ada, cast)


def test_a_micro_credential_says_what_it_pays(ada, cast):
    version = earning.version(cast)
    make.offer(cast)
    with standing_at(cast.at):
        shown = ada.get(reverse("worth", args=[version.micro_credential.slug])).content.decode()
    assert "Rock Hill Schools pays $250.00 for it." in shown


def test_what_has_nothing_left_to_pay_from_says_so_wherever_it_is_offered(ada, cast):
    version = earning.version(cast)
    make.offer(cast, budget="250")
    make.award(cast)
    make.approved(cast)
    with standing_at(cast.at + 45 * make.DAY):
        shown = ada.get(reverse("worth", args=[version.micro_credential.slug])).content.decode()
    assert "Rock Hill Schools offers $250.00 for it." in shown
    assert "pays $250.00" not in shown
    spent = "The budget for 2026–27 is spent: what is earned now is paid only if the budget is raised."
    assert spent in shown
    assert spent in page(ada, cast)


def test_where_what_waits_uses_up_the_budget_it_is_said_before_anybody_approves_it(ada, cast):
    make.offer(cast, budget="500")
    make.award(cast)
    used_up = "What waits for approval uses up the budget for 2026–27"
    assert used_up not in page(ada, cast)
    make.award(cast, person=cast.mateo)
    assert used_up in page(ada, cast)
    make.approved(cast)
    make.approved(cast)
    shown = page(ada, cast)
    assert used_up not in shown
    assert "The budget for 2026–27 is spent" in shown


def test_who_earned_nothing_reads_that_what_waits_uses_up_the_budget(client, cast):
    make.offer(cast, budget="250")
    make.award(cast)
    client.force_login(cast.mateo)
    assert "What waits for approval uses up the budget for 2026–27" in page(client, cast)


def test_a_micro_credential_says_that_what_waits_uses_up_the_budget(client, cast):
    def worth():
        with standing_at(cast.at + 45 * make.DAY):
            return client.get(reverse("worth", args=[another.micro_credential.slug])).content.decode()

    another = earning.version(cast, "building-your-team")
    make.offer(cast, budget="500")
    client.force_login(cast.ada)
    make.award(cast)
    assert "Rock Hill Schools pays $250.00 for it." in worth()
    make.award(cast, person=cast.mateo)
    told = worth()
    assert "Rock Hill Schools offers $250.00 for it." in told
    assert "pays $250.00" not in told
    assert "What waits for approval uses up the budget for 2026–27: what is earned now is paid only if" in told
    assert "As long as caps and budget allow" not in told


def test_a_district_is_reckoned_only_where_its_outcome_is_told(client, cast):
    def reckoned():
        with CaptureQueriesContext(connection) as asked:
            page(client, cast)
        return sum("credentials_suspension" in each["sql"] for each in asked)

    make.offer(cast, roles=[Role.COACH], name="For coaches")
    make.award(cast)
    client.force_login(cast.mateo)
    assert reckoned() == 0, "neither earned anything nor is offered anything"
    make.offer(cast, budget="250")
    assert reckoned() == 1, "how much waits"
    make.approved(cast)
    assert reckoned() == 0, "the budget is spent: what waits changes nothing"
    make.award(cast, person=cast.mateo)
    assert reckoned() == 2, "their own awards say something of an offer"


def test_it_costs_the_same_for_one_and_for_many(ada, cast, django_assert_num_queries):
    make.offer(cast, budget="100000")
    award = make.award(cast)
    make.approved(cast)
    page(ada, cast)
    with CaptureQueriesContext(connection) as cost:
        page(ada, cast)
    earning.many_like(award, 3)
    make.award(cast, of=earning.version(cast, "building-your-team"), day=12)
    with django_assert_num_queries(len(cost)):
        page(ada, cast)


def test_what_is_due_can_be_declined_and_taken_after_all(ada, cast):
    make.offer(cast)
    award = make.award(cast)
    assert "Decline this stipend" in page(ada, cast)
    with standing_at(cast.at + 45 * make.DAY):
        ada.post(f"/rewards/awards/{award.pk}/choice/", {"benefit": "declined"})
    html = page(ada, cast)
    assert "You declined the stipend for it" in html
    assert "Decline this stipend" not in html
    with standing_at(cast.at + 46 * make.DAY):
        ada.post(f"/rewards/awards/{award.pk}/choice/", {"benefit": "credit"})
    assert "Decline this stipend" in page(ada, cast, day=47)


def test_what_is_a_stipend_instead_of_credit_is_changed_by_choosing_credit(ada, cast):
    make.offer(cast, instead_of_credit=True)
    award = make.award(cast)
    with standing_at(cast.at + 45 * make.DAY):
        ada.post(f"/rewards/awards/{award.pk}/choice/", {"benefit": "stipend"})
    html = page(ada, cast)
    assert "Take the credit" in html
    assert "Decline this stipend" not in html
