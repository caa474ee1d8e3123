"""How Pia has designs judged in the demonstration, and how Dev and Quinn say what they found."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft, QualityReview
from microcred.authoring.operations import Noted, file_review, note_answers, open_quality_review
from microcred.authoring.queries import asked_of_design
from microcred.organizations.models import Person
from microcred.site.demo.world import World

Found = Mapping[str, tuple[Verdict, str, str]]
"""What a reviewer says otherwise than "met", by the component's code: verdict, note, and the field of the design."""

NOT_YET_TRIED: Found = {
    "rubric-and-decision-rule.tried": (
        Verdict.NOT_APPLICABLE,
        "Nobody can have tried it yet: this version goes into its pilot after this review.",
        "rubric",
    )
}
"""What no design can have before its pilot, whoever judges it."""

FILED_AFTER = (4, 6)
"""Days after the invitation on which Dev and Quinn file where nothing else is told of them."""


def open_round(world: World, draft: Draft, *, at: datetime, due: int = 10) -> QualityReview:
    """Pia invites Dev and Quinn to a draft, to file within so many days."""
    both = [world.cast.dev, world.cast.quinn]
    return open_quality_review(
        actor=world.cast.pia, draft=draft, reviewers=both, due_at=at + timedelta(days=due), at=at
    )


def note(who: Person, review: QualityReview, found: Found, *, at: datetime, most: int | None = None) -> None:
    """Note everything as met but what is said otherwise; `most` components only, of whoever is not done."""
    said = {**NOT_YET_TRIED, **found}
    noted = []
    for asked in asked_of_design(review.edition)[:most]:
        verdict, words, field = said.get(asked.code, (Verdict.MET, "", ""))
        noted.append(Noted(asked.id, verdict, words, field))
    note_answers(actor=who, review=review, answers=noted, at=at)


def file(who: Person, review: QualityReview, found: Found, *, at: datetime) -> None:
    """Note and file."""
    note(who, review, found, at=at)
    file_review(actor=who, review=review, at=at)


def find_all_met(world: World, draft: Draft, *, at: datetime) -> datetime:
    """Let both judge a draft and agree that all that applies is met. Return the day on which the second files."""
    review = open_round(world, draft, at=at)
    days = [at + timedelta(days=days) for days in FILED_AFTER]
    for who, day in zip((world.cast.dev, world.cast.quinn), days, strict=True):
        file(who, review, {}, at=day)
    return days[-1]


def component(review: QualityReview, code: str) -> UUID:
    """The component of a round's edition that bears a code."""
    return next(asked.id for asked in asked_of_design(review.edition) if asked.code == code)
