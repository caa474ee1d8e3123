"""What a micro-credential is worth to a reader before they start: the same rules as after they have earned it."""

from django.test import Client
from django.urls import reverse

from microcred.credentials.tests import make as credentials
from microcred.recognition.queries import prospects
from microcred.recognition.rules.engine.policy import Rate
from microcred.recognition.tests import make
from tests.cast import Cast

SLUG = "engaging-stakeholders"


def html_of(client: Client, **headers: str) -> str:
    response = client.get(f"/catalogue/{SLUG}/worth/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_ada_reads_the_credit_and_why(client: Client, cast: Cast):
    make.entry(cast)
    credentials.version(cast, SLUG)
    client.force_login(cast.ada)
    html = html_of(client)
    assert "20 renewal credits" in html
    assert "15 contact hours × 20 ÷ 15 = 20 renewal credits" in html
    assert "once your coordinator has confirmed them" in html


def test_what_is_said_before_is_what_is_entered_after(cast: Cast):
    make.entry(cast)
    version = credentials.version(cast, SLUG)
    (before,) = prospects(cast.ada, version.micro_credential_id, at=cast.at)
    entry = make.entry(cast, credentials.award(cast, of=version))
    assert (entry.policy, entry.amount) == (before.policy, before.amount)


def test_without_a_cycle_it_says_what_is_missing(client: Client, cast: Cast):
    make.policy(cast)
    credentials.version(cast, SLUG)
    client.force_login(cast.ada)
    html = html_of(client)
    assert "We cannot say yet what you would get for it." in html
    assert "Put your license on record" in html


def test_a_stranger_is_told_that_nobody_has_stated_rules_for_them(client: Client, cast: Cast):
    make.policy(cast)
    credentials.version(cast, SLUG)
    client.force_login(cast.gus)
    assert "Your state and district have not said here yet what it counts for" in html_of(client)


def test_a_visitor_is_shown_the_rules_that_are_stated(client: Client, cast: Cast):
    policy = make.policy(cast)
    credentials.version(cast, SLUG)
    html = html_of(client)
    assert f"/policies/{policy.pk}/" in html
    assert "<html" not in html_of(client, **{"hx-request": "true"})


def test_the_page_of_the_micro_credential_asks_for_it_and_links_to_it(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    html = client.get(f"/catalogue/{SLUG}/").content.decode()
    assert f'hx-get="/catalogue/{SLUG}/worth/"' in html
    assert f'href="/catalogue/{SLUG}/worth/"' in html


def test_who_has_earned_it_reads_what_it_is_worth_and_not_what_a_second_would_be(client: Client, cast: Cast):
    entry = make.entry(cast)
    client.force_login(cast.ada)
    slug = entry.award.version.micro_credential.slug
    html = client.get(reverse("worth", args=[slug])).content.decode()
    assert "and it is worth 20 renewal credits" in " ".join(html.split())
    assert "would not count" not in html.partition("What it is worth elsewhere")[0]
    assert "counts already" not in html


def test_elsewhere_goes_by_the_rules_that_an_office_has_stated_here(client: Client, cast: Cast):
    credentials.version(cast, SLUG)
    client.force_login(cast.gus)
    page = reverse("worth_elsewhere", args=[SLUG])
    before = client.get(page).content.decode()
    assert "<strong>20 renewal credits" in before
    options = tuple(
        option.model_copy(update={"rates": tuple(map(halved, option.rates))}) for option in make.document().options
    )
    make.policy(cast, make.document(options=options, examples=make.document().examples[-1:]))
    after = client.get(page).content.decode()
    assert (before.count(">Stated here<"), after.count(">Stated here<")) == (0, 1)
    assert "<strong>10 renewal credits" in after


def halved(rate: Rate) -> Rate:
    return rate.model_copy(update={"credits": rate.credits / 2}) if rate.unit == "contact hours" else rate
