"""What the page of a micro-credential lets its reader do. What it shows to everyone is the catalogue's story."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.catalog.operations import publish
from microcred.catalog.tests.make import plain_design
from microcred.credentials.models import Award
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.portfolios.tests.make import came_back, handed_in, started
from microcred.programs.operations import join
from microcred.programs.tests.make import pilot, version
from microcred.scoring.operations import claim_next, enqueue, score
from microcred.scoring.tests import make as scoring


def page_of(client, person, of):
    if person:
        client.force_login(person)
    return client.get(reverse("micro_credential", args=[of.micro_credential.slug])).content.decode()


def test_a_visitor_signs_in_first(client, cast):
    assert "Sign in to start" in page_of(client, None, version(cast))


def test_without_a_program_one_starts_on_ones_own(client, cast):
    published = version(cast)

    page = page_of(client, cast.ada, published)

    assert "Start on your own" in page
    assert f'name="version" value="{published.pk}"' in page
    assert 'name="program"' not in page


def test_with_a_seat_the_button_says_where_it_will_count(client, cast):
    published, program = version(cast), pilot(cast)
    join(actor=cast.ada, program=program, agreement_accepted=True, at=cast.at)

    page = page_of(client, cast.ada, published)

    assert "Start in The Pilot" in page
    assert f'name="program" value="{program.pk}"' in page


def test_a_program_that_could_be_joined_is_named(client, cast):
    published = version(cast)
    pilot(cast, joining_opens_at=now() - timedelta(days=1), joining_closes_at=now() + timedelta(days=1))

    page = page_of(client, cast.ada, published)

    assert "Start on your own" in page
    assert 'Or join <a href="/programs/pilot/">The Pilot</a> first' in page


@pytest.mark.parametrize(
    ("where", "way"),
    [
        (started, "Continue"),
        (came_back, "Revise"),
        (lambda cast: handed_in(started(cast), at=cast.at).pursuit, "See what you handed in"),
    ],
    ids=["started", "returned", "submitted"],
)
def test_what_is_begun_goes_on_instead_of_starting(client, cast, where, way):
    pursuit = where(cast)

    page = page_of(client, cast.ada, pursuit.version)

    assert way in page
    assert f'href="/pursuits/{pursuit.pk}/' in page
    assert 'name="version"' not in page


def test_who_works_on_an_earlier_version_goes_on_with_it(client, cast):
    pursuit = started(cast)
    published_again(cast, pursuit.version)

    page = page_of(client, cast.ada, pursuit.version)

    assert f'href="/pursuits/{pursuit.pk}/"' in page
    assert 'name="version"' not in page


def test_what_is_earned_leads_to_the_credential_and_a_new_version_can_be_started(client, cast):
    published = earned_by_ada(cast)

    page = page_of(client, cast.ada, published)
    assert f'href="/credentials/{Award.objects.get().pk}/"' in page
    assert 'name="version"' not in page

    newest = published_again(cast, published)
    page = page_of(client, cast.ada, published)
    assert "See your credential" in page
    assert "You earned an earlier version." in page
    assert f'name="version" value="{newest.pk}"' in page


def earned_by_ada(cast):
    """Ben found everything met, and the credential is signed."""
    scoring.issuer(cast)
    published = scoring.published(cast)
    scoring.qualified(cast, cast.ben)
    enqueue(actor=None, submission=scoring.submitted(cast.ada, published, at=cast.at), at=cast.at)
    item = claim_next(actor=cast.ben, at=cast.at)
    scoring.mark_all(item, cast.ben, at=cast.at)
    score(actor=cast.ben, item=item, claim_number=item.claim_number, at=cast.at)
    outbox.deliver_all()
    return published


def published_again(cast, published):
    """The next version of the same micro-credential."""
    return publish(
        actor=cast.cora,
        owner=cast.places["carolinacred"],
        design=plain_design(name="Changed"),
        micro_credential=published.micro_credential,
        at=cast.at + timedelta(days=1),
    )
