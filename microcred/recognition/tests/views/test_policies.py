"""The rules are readable by anyone, with their sources; what is the demonstration's own is marked."""

from django.test import Client

from microcred.recognition.tests import make
from tests.cast import Cast


def test_anyone_reads_every_clause_and_where_it_stands(client: Client, cast: Cast):
    policy = make.policy(cast)
    assert policy.name in client.get("/policies/").content.decode()
    html = client.get(f"/policies/{policy.pk}/").content.decode()
    for words in ("expires on 30 June", "ed.sc.gov/educators/certification/professional", "1 CEU", "Demonstration"):
        assert words in html
    assert "What it said about your awards" not in html


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
