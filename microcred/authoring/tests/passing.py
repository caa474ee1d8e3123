"""What the tests of the workflow set their scenes with: colleagues, drafts, and drafts that passed their gates."""

from datetime import datetime, timedelta

from microcred.authoring.gates import CHECKLISTS, Gate
from microcred.authoring.judging import Verdict
from microcred.authoring.models import Draft
from microcred.authoring.operations import (
    Noted,
    Said,
    accept_proposal,
    ask_for_gates,
    conclude_review,
    file_review,
    note_answers,
    open_quality_review,
    pass_editorial_check,
    pass_peer_review,
    pass_quality_review,
    propose,
    send_to_review,
    start_draft,
)
from microcred.authoring.queries import asked_of_design, standing_of
from microcred.catalog.design import Design
from microcred.catalog.tests.make import AT, cora, gus, plain_design, university
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, found, register
from microcred.quality.operations import adopt_edition, publish_edition
from microcred.quality.queries import edition_of
from microcred.quality.tests.make import framework

__all__ = ["AT", "cora", "gus", "plain_design", "university"]

EVERY_ITEM = {gate: [item.name for item in items] for gate, items in CHECKLISTS.items()}


def colleague(name: str, role: Role, place: Organization | None = None) -> Person:
    """Somebody who holds a role at the university, made once."""
    there = Person.objects.filter(email=f"{name.lower()}@example.org").first()
    if there:
        return there
    person = register(actor=None, name=name, email=f"{name.lower()}@example.org")
    appoint(actor=None, person=person, organization=place or university(), role=role, at=AT)
    return person


def peer() -> Person:
    """Another author."""
    return colleague("Petra", Role.AUTHOR)


def admin() -> Person:
    """The university's administrator."""
    return colleague("Alma", Role.ORG_ADMIN)


def reviewers() -> list[Person]:
    """Two QA reviewers of an association elsewhere."""
    there = Organization.objects.filter(slug="mira").first()
    mira = there or found(actor=None, slug="mira", name="Mira", kind=Organization.Kind.ASSOCIATION, at=AT)
    return [colleague(name, Role.QA_REVIEWER, mira) for name in ("Dev", "Quinn")]


def reviewed(of: Draft, *, verdict: Verdict = Verdict.MET, at: datetime = AT) -> None:
    """Two reviewers judge a draft blind and say the same of everything."""
    if edition_of(of.owner) is None:
        edition = publish_edition(actor=None, owner=of.owner, document=framework(), at=at)
        adopt_edition(actor=None, organization=of.owner, edition=edition, at=at)
    both = reviewers()
    review = open_quality_review(actor=admin(), draft=of, reviewers=both, due_at=at + timedelta(days=9), at=at)
    answers = [Noted(asked.id, verdict, "Because.") for asked in asked_of_design(review.edition)]
    for person in both:
        note_answers(actor=person, review=review, answers=answers, at=at)
        file_review(actor=person, review=review, at=at)
    if verdict is not Verdict.MET:
        conclude_review(actor=admin(), review=review, feedback="Please split it.", at=at)


def quality_passes(of: Draft, at: datetime = AT) -> None:
    """Two reviewers find everything met, and the administrator passes it."""
    reviewed(of, at=at)
    pass_quality_review(actor=admin(), draft=of, reason="All components met.", at=at)


def said(**changes: str) -> Said:
    """What a proposal may say."""
    words = {
        "name": "Leading Change in a School",
        "competency": "The educator leads a small change from its first sentence to a habit.",
        "need": "Nine of our fourteen schools changed their timetable this year, and seven asked for help.",
        "audience": "teacher leader, school leader",
        "sponsor": "Office of Educator Effectiveness",
    }
    return Said(**{**words, **changes})


def draft(design: Design | None = None, **more: object) -> Draft:
    """Cora's draft of a whole design."""
    return start_draft(actor=cora(), owner=university(), design=design or plain_design(), at=AT, **more)


def proposed(of: Draft | None = None, at: datetime = AT) -> Draft:
    """The same, with its proposal accepted."""
    of = of or draft()
    wording = propose(actor=cora(), owner=of.owner, said=said(), draft=of, at=at)
    return accept_proposal(actor=admin(), wording=wording, reason="We need it.", at=at)


PASSING = {
    Gate.PEER_REVIEW: lambda of, at: pass_peer_review(
        actor=peer(), draft=of, checked=EVERY_ITEM[Gate.PEER_REVIEW], reason="I would use it.", at=at
    ),
    Gate.EDITORIAL: lambda of, at: pass_editorial_check(
        actor=peer(), draft=of, checked=EVERY_ITEM[Gate.EDITORIAL], reason="Read aloud, links opened.", at=at
    ),
    Gate.QUALITY_REVIEW: quality_passes,
}


def sent(of: Draft | None = None, *, to: Gate = Gate.PEER_REVIEW, at: datetime = AT) -> Draft:
    """A draft that waits at a gate; those before it are passed."""
    of = of or draft()
    peer()
    admin()
    if Gate.PROPOSAL in standing_of(of).open:
        proposed(of, at=at)
    if standing_of(of).open:
        send_to_review(actor=cora(), draft=of, at=at)
    while (stands := standing_of(of)).open and stands.open[0] is not to:
        PASSING[stands.open[0]](of, at)
    of.refresh_from_db()
    return of


def passed(of: Draft | None = None, at: datetime = AT) -> Draft:
    """A draft that passed every gate before publishing."""
    return sent(of, to=Gate.PILOT, at=at)


def no_gates(place: Organization | None = None) -> None:
    """Let an organization ask for none, as one does that works by itself."""
    no_gates_but(place or university())


def no_gates_but(place: Organization, *gates: Gate) -> None:
    """Let an organization ask for these alone."""
    reason = "One person works here."
    ask_for_gates(actor=None, organization=place, gates=gates, pilot_size=10, reason=reason, at=AT)
