from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from microcred.programs.tests.make import pilot, version
from microcred.site.offers import numbers, spotlight

FRONT = reverse("front_page")


def test_a_new_server_has_an_honest_front_page(client, db):
    page = client.get(FRONT)

    assert page.status_code == 200
    assert "Today’s spotlight" not in page.content.decode()
    assert "What the programs this demonstration follows" not in page.content.decode()


def test_the_numbers_are_counted(cast):
    version(cast)
    version(cast, name="Another Skill")

    counted = numbers(at=cast.at)

    assert (counted.micro_credentials, counted.stacks, counted.awards, counted.educators) == (2, 1, 0, 3)
    assert numbers(at=cast.at - timedelta(days=1)).educators == 0


def test_each_micro_credential_has_its_day(cast):
    for name in ("One", "Two", "Three"):
        version(cast, name=name)

    days = [spotlight(at=cast.at + timedelta(days=day)).entry.title for day in range(6)]

    assert sorted(days[:3]) == ["One", "Three", "Two"]
    assert days[3:] == days[:3]
    assert spotlight(at=cast.at).entry.title == spotlight(at=cast.at + timedelta(hours=3)).entry.title


def test_a_visitor_sees_what_is_offered_and_can_be_joined_now(client, cast):
    now = timezone.now()
    published = version(cast)
    pilot(cast, joining_opens_at=now - timedelta(days=1), joining_closes_at=now + timedelta(days=1), seats=100)
    pilot(
        cast,
        slug="past",
        name="A program of the past",
        joining_opens_at=now - timedelta(days=9),
        joining_closes_at=now - timedelta(days=1),
    )

    page = client.get(FRONT).content.decode()

    assert published.title in page
    assert escape(published.key_method) in page
    assert "Collective Leadership" in page
    assert "100 of 100 seats left" in page
    assert "A program of the past" not in page


def test_published_figures_appear_in_a_demonstration_only_and_name_their_source(client, cast, settings):
    settings.DEMO = True
    try:
        page = client.get(FRONT).content.decode()
    finally:
        settings.DEMO = False

    assert "300+" in page
    assert "source: published page of the programme" in page
