"""Rounds of quality review in each of their states, of drafts at that gate; what reviewers say is true of them.

Two rounds disagree: one is settled, the other is not.
"""

from collections.abc import Iterator
from datetime import timedelta

from microcred.authoring.gates import Gate
from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft, QualityReview
from microcred.authoring.operations import conclude_review, pass_quality_review, settle
from microcred.site.demo.reviewing import component, file, note, open_round
from microcred.site.demo.workflow import bring, next_version
from microcred.site.demo.world import World, day_of

NOT_MET = Verdict.NOT_MET

DISPUTED, SETTLED = "planning-community-building-circles", "co-creating-learner-profiles"
ON_CONDITIONS, TO_CONCLUDE = (
    "identifying-teacher-leadership-opportunities",
    "reviewing-discipline-referrals-for-fairness",
)
LATE, BEING_READ = "testing-a-change-in-small-cycles", "engaging-stakeholders"


def tell_of_rounds(world: World) -> Iterator[str]:
    """Let Dev and Quinn judge what stands at the quality review. Yield what is being told."""
    yield "Dev and Quinn disagree"
    _disagree(world)
    yield "Dev and Quinn settle what they saw differently"
    _settle(world)
    yield "A pass on conditions"
    _on_conditions(world)
    yield "Both found the same not met"
    both_short = _round(world, TO_CONCLUDE, day=46, due=12)
    file(
        world.cast.dev,
        both_short,
        {"learner-supports.resources": (NOT_MET, _ONE_RESOURCE, "resources")},
        at=day_of(world, 51),
    )
    file(
        world.cast.quinn,
        both_short,
        {"learner-supports.resources": (NOT_MET, _NO_TABLE, "resources")},
        at=day_of(world, 56),
    )
    yield "Past its day"
    late = _round(world, LATE, day=45, due=11)
    file(world.cast.dev, late, {}, at=day_of(world, 53))
    note(world.cast.quinn, late, {}, at=day_of(world, 55), most=6)
    yield "Waiting for their judgement"
    note(world.cast.quinn, _round(world, BEING_READ, day=56, due=12), {}, at=day_of(world, 58), most=4)


def _round(world: World, slug: str, *, day: int, due: int = 10) -> QualityReview:
    """Cora's next version, passed by Marguerite at the gates before, is sent by Pia to both reviewers."""
    return open_round(world, _at_the_gate(world, slug, day=day), at=day_of(world, day), due=due)


def _at_the_gate(world: World, slug: str, *, day: int) -> Draft:
    draft = next_version(world, slug, day=day - 10)
    return bring(world, draft, world.cast.marguerite, to=Gate.QUALITY_REVIEW, day=day - 8)


def _disagree(world: World) -> None:
    review = _round(world, DISPUTED, day=44)
    dev = {"access-equity-privacy.students": (NOT_MET, _CIRCLES_PRIVACY, "requirements")}
    quinn = {"learner-supports.resources": (NOT_MET, _CIRCLES_RESOURCES, "resources")}
    file(world.cast.dev, review, dev, at=day_of(world, 50))
    file(world.cast.quinn, review, quinn, at=day_of(world, 52))


def _settle(world: World) -> None:
    review = _round(world, SETTLED, day=20, due=12)
    hours = {"job-embedded-relevance.time": (NOT_MET, _PROFILES_HOURS, "hours")}
    file(world.cast.dev, review, hours, at=day_of(world, 26))
    file(world.cast.quinn, review, {}, at=day_of(world, 28))
    for who, day in ((world.cast.quinn, 29), (world.cast.dev, 30)):
        settle(
            actor=who,
            review=review,
            component_id=component(review, "job-embedded-relevance.time"),
            verdict=Verdict.MET,
            reason="The profiles are made in lessons that are held anyway; counted without them, fifteen hours fit.",
            at=day_of(world, day),
        )
    assert review.draft is not None  # noqa: S101 - opened for one above
    reason = "Both reviewers found met what applies, once they had settled what they saw differently about the hours."
    pass_quality_review(actor=world.cast.pia, draft=review.draft, reason=reason, at=day_of(world, 32))


def _on_conditions(world: World) -> None:
    review = _round(world, ON_CONDITIONS, day=30)
    short = {"research-basis.open": (NOT_MET, _LEADERSHIP_OPEN, "research")}
    file(world.cast.dev, review, short, at=day_of(world, 36))
    file(world.cast.quinn, review, short, at=day_of(world, 38))
    words = "Say beside the two works that are not open what they found, in two or three sentences each."
    conclude_review(
        actor=world.cast.pia,
        review=review,
        meet_by=(world.at + timedelta(days=90)).date(),
        conditions={component(review, "research-basis.open"): words},
        feedback="Both reviewers found a careful design. One thing is left to do before the date.",
        at=day_of(world, 39),
    )
    assert review.draft is not None  # noqa: S101 - opened for one above
    reason = "Passed on one condition, about the research, to be met within eight weeks."
    pass_quality_review(actor=world.cast.pia, draft=review.draft, reason=reason, at=day_of(world, 39))


_CIRCLES_PRIVACY = (
    "The try-out may be handed in as a recording of a talk with students or family members. It says not to record a "
    "circle, but not how to ask for leave to record the talk, nor to keep names out of it."
)
_CIRCLES_RESOURCES = (
    "There are lesson plans for classrooms and a district's toolkit for whole schools. The design says to begin with "
    "adults where circles are new, and neither resource says that it helps with that."
)
_PROFILES_HOURS = (
    "Fifteen hours are little for making profiles with a class, following three of them through an update, and "
    "gathering what students say of two decisions."
)
_LEADERSHIP_OPEN = (
    "Two of the four works are not openly available, and the sentence beside each says what it reviews, not what it "
    "found."
)
_ONE_RESOURCE = (
    "The one resource tells what teachers did in an experiment on empathy. None shows how to find the moments at which "
    "referrals fall unevenly, which is where the method begins."
)
_NO_TABLE = (
    "Nothing helps with counting referrals by group and moment, or with numbers so small that they could name somebody."
)
