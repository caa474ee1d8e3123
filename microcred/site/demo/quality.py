"""The quality of the demonstration: working standards that everyone goes by, and reviews in each of their states."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft, QualityReview
from microcred.authoring.operations import (
    Noted,
    conclude_review,
    file_review,
    note_answers,
    open_quality_review,
    settle,
    start_draft,
)
from microcred.authoring.queries import asked_of_design
from microcred.catalog.design import Design, renewed
from microcred.catalog.models import AcceptanceAnswer, AcceptanceReview, QualityStatement, ReviewTrigger
from microcred.catalog.operations import call_for_review, refer_to_external, review_external, state_quality
from microcred.organizations.models import Person
from microcred.quality.framework_file import BuildsOn, ComponentText, FrameworkText, StandardText
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import components_of, edition_of
from microcred.quality.rules import PartyRole
from microcred.quality.working_standards import working_standards
from microcred.site.demo.world import World, design_of

Said = Mapping[str, tuple[Verdict, str, str]]
"""What a reviewer says beside "met", by the component's code: verdict, note, and the field of the design."""

OVERDUE, COMPLAINED_OF = "asking-questions-that-make-students-explain", "building-fluency-through-purposeful-rereading"
"""Micro-credentials of which nobody tells another story."""

NOT_MET, NOT_APPLICABLE = Verdict.NOT_MET, Verdict.NOT_APPLICABLE


def adopt_working_standards(world: World) -> None:
    """Let the partnership, and so everyone in it, go by Microcred's own working standards."""
    partnership = world.places["partnership"]
    edition = publish_edition(actor=None, owner=partnership, document=working_standards(), at=world.at)
    adopt_edition(actor=None, organization=partnership, edition=edition, at=world.at)


def tell_quality(world: World) -> Iterator[str]:
    """Let Dev and Quinn judge designs: agree, disagree and settle, disagree and not yet, and pass on conditions."""
    yield "Quality frameworks"
    adopt_working_standards(world)
    _adopt_overlay(world)
    yield "Dev and Quinn disagree"
    awaiting = _round(world, "planning-community-building-circles", days=44, due=10)
    _file(
        world.cast.dev,
        awaiting,
        {"access-equity-privacy.students": (NOT_MET, _CIRCLES_PRIVACY, "requirements")},
        at=world.at + timedelta(days=50),
    )
    _file(
        world.cast.quinn,
        awaiting,
        {"learner-supports.resources": (NOT_MET, _CIRCLES_RESOURCES, "resources")},
        at=world.at + timedelta(days=52),
    )
    yield "Dev and Quinn settle what they saw differently"
    settled = _round(world, "co-creating-learner-profiles", days=20, due=12)
    _file(
        world.cast.dev,
        settled,
        {"job-embedded-relevance.time": (NOT_MET, _PROFILES_HOURS, "hours")},
        at=world.at + timedelta(days=26),
    )
    _file(world.cast.quinn, settled, {}, at=world.at + timedelta(days=28))
    for who, day in ((world.cast.quinn, 29), (world.cast.dev, 30)):
        settle(
            actor=who,
            review=settled,
            component_id=_component(settled, "job-embedded-relevance.time"),
            verdict=Verdict.MET,
            reason="The conferences take place in lessons that are held anyway; counted without them, the hours fit.",
            at=world.at + timedelta(days=day),
        )
    yield "A pass on conditions"
    short = {"research-basis.open": (NOT_MET, _CAPACITY_OPEN, "research")}
    conditional = _round(world, "identifying-teacher-leadership-opportunities", days=30, due=10)
    for who, day in ((world.cast.dev, 36), (world.cast.quinn, 38)):
        _file(who, conditional, short, at=world.at + timedelta(days=day))
    conclude_review(
        actor=world.cast.pia,
        review=conditional,
        meet_by=(world.at + timedelta(days=90)).date(),
        conditions={_component(conditional, "research-basis.open"): "Add a summary of each work behind a login."},
        feedback="Both reviewers found a careful design. One thing is left to do before the date.",
        at=world.at + timedelta(days=39),
    )
    yield "Waiting for their judgement"
    waiting = _round(world, "engaging-stakeholders", days=56, due=12)
    _note(world.cast.quinn, waiting, {}, at=world.at + timedelta(days=58), most=4)
    yield "Due for another review"
    _due_again(world)
    _from_elsewhere(world)


_CIRCLES_PRIVACY = (
    "The recording of a circle can show children's faces and stories. The guidance names consent, but not what to do "
    "when one family says no."
)
_CIRCLES_RESOURCES = "Two of the resources describe circles in general; none shows how a first one is opened."
_PROFILES_HOURS = "Twenty hours are little for conferences with a whole class, if each of them is counted."
_CAPACITY_OPEN = "Two of the works can be read only with a university login, and no summary stands beside them."


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


def _round(world: World, slug: str, *, days: int, due: int) -> QualityReview:
    """Pia sends a draft of Cora's, with the words of a design of the demonstration, to Dev and Quinn."""
    opened_at = world.at + timedelta(days=days)
    draft = _draft(world, renewed(design_of(slug)), slug, at=opened_at - timedelta(days=1))
    return open_quality_review(
        actor=world.cast.pia,
        draft=draft,
        reviewers=[world.cast.dev, world.cast.quinn],
        due_at=opened_at + timedelta(days=due),
        at=opened_at,
    )


def _draft(world: World, design: Design, slug: str, *, at: datetime) -> Draft:
    version = world.versions[slug]
    return start_draft(
        actor=world.cast.cora,
        owner=world.places["carolinacred"],
        design=design,
        micro_credential=version.micro_credential,
        at=at,
    )


def _note(who: Person, review: QualityReview, said: Said, *, at: datetime, most: int | None = None) -> None:
    """Note everything as met but what is said otherwise; `most` components only, of whoever is not done."""
    noted = []
    for asked in asked_of_design(review.edition)[:most]:
        verdict, note, field = said.get(asked.code, (Verdict.MET, "", ""))
        noted.append(Noted(asked.id, verdict, note, field))
    note_answers(actor=who, review=review, answers=noted, at=at)


def _file(who: Person, review: QualityReview, said: Said, *, at: datetime) -> None:
    _note(who, review, said, at=at)
    file_review(actor=who, review=review, at=at)


def _component(review: QualityReview, code: str) -> UUID:
    return next(asked.id for asked in asked_of_design(review.edition) if asked.code == code)


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
