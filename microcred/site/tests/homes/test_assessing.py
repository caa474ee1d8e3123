from datetime import timedelta

from django.urls import reverse

from microcred.calibration.operations import take_test
from microcred.calibration.tests.make import assessor as trainee
from microcred.calibration.tests.make import tried_by
from microcred.calibration.tests.make_training import general, required
from microcred.foundation.clock import now
from microcred.organizations.models import Role
from microcred.scoring.operations import claim, declare_policy, recuse
from microcred.scoring.rules import Kind, Policy
from microcred.scoring.tests.make import assessor, educator, in_pilot, published, qualified, read, shelf, waiting
from microcred.site.homes import homes_of

YEAR = timedelta(days=365)


def step(person, *, at):
    [found] = homes_of(person, at=at)
    return found.step


def test_who_is_not_qualified_learns_whom_to_ask(cast):
    said = step(cast.bea, at=cast.at)

    assert said.title == "You may not score yet"
    assert "Lena Castellanos" in said.words


def test_the_home_and_learn_to_score_tell_one_next_step(cast, client):
    """Kim's training is asked for after their test began: the test goes on, on both pages."""
    version, kim = tried_by(cast), trainee(cast)
    take_test(actor=kim, version=version, at=cast.at)
    required(cast, *general(cast))
    client.force_login(kim)
    page = client.get(reverse("learn_to_score")).content.decode()

    said = step(kim, at=now())

    assert said.title == f"Go on with your test for {version.title}"
    assert page.count('class="next-step"') == 1
    assert f'href="{said.href}"' in page


def test_with_an_empty_queue_nothing_waits(cast):
    qualified(cast, cast.ben)

    assert step(cast.ben, at=cast.at).title == "No submission waits for you"


def test_what_waits_is_counted_and_due(cast):
    qualified(cast, cast.ben)
    version = published(cast)
    first = waiting(cast.ada, version, at=cast.at)
    waiting(educator(cast, "Noor"), version, at=cast.at + timedelta(days=2))

    said = step(cast.ben, at=cast.at + timedelta(days=2))

    assert said.words == "2 wait that you may read."
    assert said.by == first.due_at


def test_what_one_must_not_read_does_not_wait_for_one(cast):
    qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=waiting(cast.ada, published(cast), at=cast.at), at=cast.at)
    recuse(actor=cast.ben, item=item, claim_number=item.claim_number, reason="I know this classroom.", at=cast.at)

    assert step(cast.ben, at=cast.at).title == "No submission waits for you"


def test_a_qualification_that_lapsed_is_none(cast):
    qualified(cast, cast.ben)
    waiting(cast.ada, published(cast), at=cast.at)

    assert step(cast.ben, at=cast.at + YEAR).title == "You may not score yet"


def test_a_reading_that_was_begun_goes_on_until_the_lease_ends(cast):
    qualified(cast, cast.ben)
    item = claim(actor=cast.ben, item=waiting(cast.ada, published(cast), at=cast.at), at=cast.at)

    said = step(cast.ben, at=cast.at)

    assert said.title == f"Go on reading {item.submission.alias}"
    assert "Ada" not in said.title + said.words, "blind means blind"
    assert said.by == item.lease_expires_at


def test_the_lead_sees_first_what_nobody_may_read(cast):
    waiting(cast.ada, published(cast), at=cast.at)

    assert step(cast.lena, at=cast.at).title == f"Nobody may read {shelf(cast).name}"

    qualified(cast, cast.ben)
    assert step(cast.lena, at=cast.at).title == "Everything is on time"


def test_what_is_late_goes_before_everything(cast):
    item = waiting(cast.ada, published(cast), at=cast.at)

    assert step(cast.lena, at=item.due_at).title == "One submission is past its promised date"


def test_the_lead_sees_qualifications_that_lapse_soon(cast):
    held = qualified(cast, cast.ben)

    [home] = homes_of(cast.lena, at=held.expires_at - timedelta(days=30))

    assert home.role is Role.LEAD_ASSESSOR
    assert [line.when for section in home.sections for line in section.lines] == [held.expires_at]


def test_the_lead_sees_what_needs_another_reader_and_has_none(cast):
    qualified(cast, cast.ben)
    version = in_pilot(cast, published(cast))
    item = waiting(cast.ada, version, at=cast.at)
    assert step(cast.lena, at=cast.at).title == "Everything is on time", "Ben can give the first of two readings"

    read(item, cast.ben, at=cast.at)
    [home] = homes_of(cast.lena, at=cast.at)
    assert home.step.title == "One submission waits for another reader"
    assert "has read it, stepped back, or is too close" in home.step.words
    assert home.step.href.endswith("/pilot/")
    [line] = next(section.lines for section in home.sections if section.title.startswith("Waiting for another reader"))
    assert line.title == f"{item.submission.alias} · {version.title}"
    assert line.when == item.due_at
    assert "Ada" not in home.step.words + line.title

    assessor(cast, "Bill")
    assert step(cast.lena, at=cast.at).title == "Everything is on time"


def test_where_a_policy_asks_for_another_reader_the_lead_is_led_to_it(cast):
    qualified(cast, cast.ben)
    version = published(cast)
    declare_policy(
        actor=cast.lena,
        organization=cast.places["carolinacred"],
        policy=Policy(Kind.DOUBLE),
        reason="Two see more than one.",
        at=cast.at,
    )
    read(waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)
    [home] = homes_of(cast.lena, at=cast.at)
    assert home.step.title == "One submission waits for another reader"
    assert (home.step.href, str(home.step.action)) == ("/scoring/policies/", "See the reading policies")


def test_who_has_read_it_is_not_offered_it_again(cast):
    qualified(cast, cast.ben)
    read(waiting(cast.ada, in_pilot(cast, published(cast)), at=cast.at), cast.ben, at=cast.at)

    assert step(cast.ben, at=cast.at).title == "No submission waits for you"
