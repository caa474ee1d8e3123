"""An educator says whether the feedback helped."""

from datetime import timedelta

import pytest

from microcred.catalog.models import Criterion
from microcred.foundation.refusals import NotAllowed
from microcred.scoring.models import Decision, FeedbackRating
from microcred.scoring.operations import RatingSettled, WordsName, rate_feedback
from microcred.scoring.queries import helpfulness_of, rating_standing, words_about
from microcred.scoring.rules import RATING_DAYS
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
Said = FeedbackRating.Said
DAY = timedelta(days=1)


@pytest.fixture
def version(cast):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def decision(cast, version):
    return decided(cast, cast.ada, version)


def decided(cast, educator, version, *, by=None):
    """What somebody handed in, decided "not yet" the next day."""
    item = make.waiting(educator, version, at=cast.at)
    short = Criterion.objects.filter(version=version).first()
    make.read(item, by or cast.ben, at=cast.at + DAY, short=(short,))
    return Decision.objects.get(submission=item.submission)


def rate(decision, said=Said.HELPED, *, actor=None, at=None, **words):
    person = actor or decision.submission.pursuit.person
    return rate_feedback(
        actor=person, decision=decision, said=said, at=at or decision.decided_at + timedelta(hours=1), **words
    )


def test_the_same_said_twice_is_said_and_something_else_is_another_edition(decision):
    assert rate(decision) == rate(decision)
    assert rate(decision, Said.NOT, words="It names no page.").number == 2
    assert rating_standing(decision, at=decision.decided_at).rating.said == Said.NOT


def test_it_can_be_said_for_thirty_days(decision):
    rate(decision, at=decision.decided_at + RATING_DAYS - timedelta(seconds=1))
    with pytest.raises(RatingSettled):
        rate(decision, Said.NOT, at=decision.decided_at + RATING_DAYS)


def test_the_next_attempt_settles_it(cast, decision, version):
    rate(decision)
    make.submitted(cast.ada, version, at=decision.decided_at + DAY, story="Again.")
    with pytest.raises(RatingSettled):
        rate(decision, Said.NOT, at=decision.decided_at + 2 * DAY)


def test_nobody_else_says_it(cast, decision):
    for other in (cast.ben, cast.lena, cast.gus):
        with pytest.raises(NotAllowed):
            rate(decision, actor=other)


def test_words_that_name_somebody_wait_for_a_word(decision):
    with pytest.raises(WordsName):
        rate(decision, words="Write to mara.hollis@example.org about it.")
    assert rate(decision, words="Write to mara.hollis@example.org about it.", words_stand=True).number == 1


def test_who_judged_is_told_of_five_people_and_never_a_word(cast, version):
    people = [make.educator(cast, name) for name in ("Ava", "Bo", "Cal", "Dee", "Eli")]
    decisions = [decided(cast, person, version) for person in people]
    later = cast.at + RATING_DAYS + 2 * DAY
    for decision in decisions[:4]:
        rate(decision, Said.NOT, words="It names no page.")
    assert helpfulness_of(cast.ben, at=later).ratings == 0

    rate(decisions[4])
    told = helpfulness_of(cast.ben, at=later)
    assert (told.yes, told.no, told.people) == (1, 4, 5)
    assert helpfulness_of(cast.ben, at=cast.at + 3 * DAY).ratings == 0, "they may still say something else"
    assert helpfulness_of(cast.bea, at=later).ratings == 0


def test_the_newest_words_go_to_who_leads(cast, decision, version):
    rate(decision, words="Short.")
    rate(decision, words="It names the page.")
    home = version.micro_credential.owner
    assert [one.words for one in words_about(cast.ben, home)] == ["It names the page."]
    assert words_about(cast.ben, cast.places["rock-hill"]) == []
