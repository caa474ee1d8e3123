"""The rules are readable by anyone, with their sources; what is the demonstration's own is marked."""

from datetime import date

from django.test import Client

from microcred.credentials.tests import make as credentials
from microcred.recognition.policies import published_as
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.tests import make
from tests.cast import Cast


def test_anyone_reads_every_clause_and_where_it_stands(client: Client, cast: Cast):
    policy = make.policy(cast)
    assert policy.name in client.get("/policies/").content.decode()
    html = client.get(f"/policies/{policy.pk}/").content.decode()
    for words in (
        "expires on 30 June",
        "ed.sc.gov/educators/certification/professional",
        "Of CEU, each counts 10 renewal credits.",
        "Demonstration",
    ):
        assert words in html
    assert "What it said about your awards" not in html


def test_every_rule_is_a_sentence_with_its_clause(client: Client, cast: Cast):
    policy = make.policy(cast, make.document(caps=(make.cap("20"),), examples=make.an_example("20")))
    html = client.get(f"/policies/{policy.pk}/").content.decode()
    for words in (
        "At most 20 renewal credits count in a cycle. This holds only where its kind is: micro-credential.",
        "120 renewal credits are needed in a cycle.",
        "On the last day of the cycle, credit may be 5 years old and not older.",
        "The certificate must be issued within 28 days of completion. This holds only where its issuer is of the kind:",
        'href="#coordinator"',
    ):
        assert words in html
    overlay = make.overlay(cast, published_as("rock-hill-overlay"))
    html = client.get(f"/policies/{overlay.pk}/").content.decode()
    assert "It must be approved before it begins. By whom: renewal coordinator." in html
    assert f"all that those say holds too: {policy.name}." in html


def test_each_statement_says_when_it_held_and_what_the_next_one_changed(client: Client, cast: Cast):
    first = make.policy(cast)
    capped = {"caps": (make.cap("20"),), "examples": make.an_example("20")}
    second = make.policy(cast, make.document(version=2, effective_from=date(2026, 11, 28), **capped))
    old = client.get(f"/policies/{first.pk}/").content.decode()
    assert "Statement 1, in force from July 1, 2018 to November 27, 2026." in old
    assert f'href="/policies/{second.pk}/"' in old
    assert "What the next statement changed" in old
    assert "What changed with this statement" not in old
    new = client.get(f"/policies/{second.pk}/").content.decode()
    assert "Statement 2, in force from November 28, 2026 on." in new
    assert f'href="/policies/{first.pk}/"' in new
    assert "<ins>At most 20 renewal credits count in a cycle." in new.partition("What changed with this statement")[2]
    assert "There is a newer statement" in old
    assert "There is a newer statement" not in new


def test_a_statement_whose_place_is_taken_from_its_first_day_on_never_holds(client: Client, cast: Cast):
    first = make.policy(cast)
    make.policy(cast, make.document(version=2))
    assert "Statement 1. It holds on no day" in client.get(f"/policies/{first.pk}/").content.decode()


def test_a_reader_sees_what_it_said_about_their_own_awards(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.ada)
    assert entry.award.version.title in client.get(f"/policies/{entry.policy_id}/").content.decode()
    client.force_login(cast.gus)
    assert entry.award.version.title not in client.get(f"/policies/{entry.policy_id}/").content.decode()


def test_without_any_rules_the_page_says_so(client: Client, cast: Cast):
    assert "No rules are stated yet" in client.get("/policies/").content.decode()


def test_a_policy_that_is_not_there_is_404(client: Client, cast: Cast):
    assert client.get(f"/policies/{cast.ada.pk}/").status_code == 404


def test_rules_call_a_micro_credential_by_its_title(client: Client, cast: Cast):
    version = credentials.version(cast, "engaging-stakeholders")
    make.policy(cast)
    wanted = published_as("rock-hill-overlay").prior_approval
    of = Condition(micro_credentials=(str(version.micro_credential_id),))
    overlay = published_as("rock-hill-overlay").model_copy(
        update={
            "requires": (),
            "deadlines": (),
            "prior_approval": (wanted[0].model_copy(update={"of": of}),),
            "examples": make.an_example("20"),
        }
    )
    html = client.get(f"/policies/{make.overlay(cast, overlay).pk}/").content.decode()
    assert version.title in html
    assert str(version.micro_credential_id) not in html
