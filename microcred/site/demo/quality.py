"""The quality of the demonstration: working standards that everyone goes by, what is due, and what others offer."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.catalog.models import AcceptanceAnswer, AcceptanceReview, QualityStatement, ReviewTrigger
from microcred.catalog.operations import call_for_review, refer_to_external, review_external, state_quality
from microcred.quality.framework_file import BuildsOn, ComponentText, FrameworkText, StandardText
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import components_of, edition_of
from microcred.quality.rules import PartyRole
from microcred.quality.working_standards import working_standards
from microcred.site.demo.world import World

OVERDUE, COMPLAINED_OF = "asking-questions-that-make-students-explain", "building-fluency-through-purposeful-rereading"
"""Micro-credentials of which nobody tells another story."""


def adopt_working_standards(world: World) -> None:
    """Let the partnership, and so everyone in it, go by Microcred's own working standards."""
    partnership = world.places["partnership"]
    edition = publish_edition(actor=None, owner=partnership, document=working_standards(), at=world.at)
    adopt_edition(actor=None, organization=partnership, edition=edition, at=world.at)


def tell_quality(world: World) -> Iterator[str]:
    """Adopt standards, let two reviews come due, and look at micro-credentials from elsewhere. Yield what is told."""
    yield "Quality frameworks"
    adopt_working_standards(world)
    _adopt_overlay(world)
    yield "Due for another review"
    _due_again(world)
    _from_elsewhere(world)


def _adopt_overlay(world: World) -> None:
    """What a state adds for licensure: an invented overlay, for the demonstration alone."""
    state = world.places["north-carolina"]
    overlay = FrameworkText(
        slug="demonstration-state-overlay",
        name="Demonstration state overlay",
        version="1",
        publisher="Invented for the demonstration",
        about="Shows how a state adds to and tightens what it builds on. No state has published it.",
        builds_on=BuildsOn(framework="microcred-working-standards", version="1"),
        standards=(
            StandardText(
                code="research-basis",
                components=(
                    ComponentText(
                        code="research-basis.cited",
                        text="The key method rests on two works of research or more, one of the last ten years.",
                        roles=(PartyRole.DEVELOPER,),
                        evidence="The works and their years.",
                        checks=("citations",),
                        tightens="research-basis.cited",
                    ),
                ),
            ),
            StandardText(
                code="licensure-use",
                name="Use for licensure",
                description="What has to be said before an award counts for a licence.",
                components=(
                    ComponentText(
                        code="licensure-use.purpose",
                        text="The design says for which licensure purposes it is meant, and for which it is not.",
                        roles=(PartyRole.DEVELOPER, PartyRole.RECOGNIZER),
                        evidence="The rationale.",
                    ),
                ),
            ),
        ),
    )
    edition = publish_edition(actor=None, owner=state, document=overlay, at=world.at)
    adopt_edition(actor=None, organization=state, edition=edition, at=world.at)


def _due_again(world: World) -> None:
    """One whose day is over, as it was passed for a first term alone; and one that a complaint calls for."""
    edition = edition_of(world.places["carolinacred"])
    if edition is None:
        raise LookupError("the partnership goes by working standards, and so does the centre")
    for slug, reviewed, again in ((OVERDUE, -30, 55), (COMPLAINED_OF, -20, 1_075)):
        state_quality(
            actor=world.cast.pia,
            version=world.versions[slug],
            edition=edition,
            outcome=QualityStatement.Outcome.PASSED,
            reviewed_on=(world.at + timedelta(days=reviewed)).date(),
            next_review_on=(world.at + timedelta(days=again)).date(),
            at=world.at + timedelta(days=8),
        )
    call_for_review(
        actor=world.cast.pia,
        version=world.versions[COMPLAINED_OF],
        kind=ReviewTrigger.Kind.COMPLAINT,
        words="A teacher wrote that the second artifact cannot be made in a school without its own reading room.",
        at=world.at + timedelta(days=49),
    )


def _from_elsewhere(world: World) -> None:
    """Two references to micro-credentials of an invented issuer: one accepted with conditions, one not."""
    state, pia, at = world.places["south-carolina"], world.cast.pia, world.at + timedelta(days=15)
    issuer = "Lakeside Teaching Institute (invented)"
    edition = edition_of(state)
    if edition is None:
        raise LookupError("the partnership goes by working standards, and so does the state")
    accepted = refer_to_external(
        actor=pia,
        organization=state,
        title="Checking for Understanding in Mixed Groups",
        issuer_name=issuer,
        url="https://lakeside.example/micro-credentials/checking-for-understanding",
        at=at,
    )
    ids = {asked.code: asked.id for asked in components_of(edition)}
    review_external(
        actor=pia,
        external=accepted,
        edition=edition,
        outcome=AcceptanceReview.Outcome.CONDITIONAL,
        answers={
            ids["single-competency.one"]: (AcceptanceAnswer.Verdict.MET, ""),
            ids["rubric-and-decision-rule.rule"]: (
                AcceptanceAnswer.Verdict.NOT_MET,
                "The levels are public, the rule that leads to the decision is not.",
            ),
        },
        reason="The competency is single and the evidence comes from one's own classes.",
        conditions="With the scores of each criterion, which the issuer sends on request.",
        at=at,
    )
    rejected = refer_to_external(
        actor=pia,
        organization=state,
        title="Introduction to Growth Mindset",
        issuer_name=issuer,
        url="https://lakeside.example/micro-credentials/growth-mindset",
        at=at,
    )
    review_external(
        actor=pia,
        external=rejected,
        edition=edition,
        outcome=AcceptanceReview.Outcome.REJECTED,
        answers={
            ids["job-embedded-relevance.own-work"]: (
                AcceptanceAnswer.Verdict.NOT_MET,
                "A quiz about a video is all that is handed in.",
            )
        },
        reason="Attendance and a quiz are asked for, no practice.",
        at=at,
    )
