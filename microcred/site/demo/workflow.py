"""The way to a version, in the demonstration: a proposal and a design at every gate, each brought there by its verbs.

Reasons and wordings were written for the demonstration, like the designs.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from microcred.authoring.gates import CHECKLISTS, Gate
from microcred.authoring.models import Draft, ProposalWording
from microcred.authoring.operations import (
    Said,
    accept_proposal,
    ask_for_more,
    decline_proposal,
    pass_editorial_check,
    pass_peer_review,
    pass_quality_review,
    propose,
    publish,
    report_on_pilot,
    save_draft,
    send_back,
    send_to_review,
    start_draft,
)
from microcred.authoring.queries import standing_of
from microcred.catalog.models import ExitReport, Version
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import edition_of
from microcred.site.demo.quality import adopt_working_standards
from microcred.site.demo.reviewing import find_all_met
from microcred.site.demo.stories import deliver_at
from microcred.site.demo.world import World, day_of

ON_THE_WAY = {
    "planning-a-station-rotation": Gate.PEER_REVIEW,
    "guiding-an-online-discussion": Gate.EDITORIAL,
    "running-a-coaching-cycle": Gate.QUALITY_REVIEW,
}
"""Micro-credentials whose next version waits at a gate."""

READY, SENT_BACK = "teaching-academic-words-in-depth", "visiting-families-to-learn-from-them"
IN_PILOT, WATCHED = "checking-understanding-while-teaching", "getting-to-know-every-student"
TO_REVISE = "making-an-instructional-video-students-can-use"

WAITING = Said(
    name="Teaching with Primary Sources from the County Archive",
    competency="The educator plans a lesson in which students question a primary source from their own county.",
    need="Eleven social studies teachers asked for it in the spring survey; the archive opened its scans in August.",
    audience="teacher",
    standards="South Carolina Teaching Standards 4.0: Planning, Instruction",
    sponsor="Social studies coordinator, Rock Hill Schools",
)
MORE_ASKED = Said(
    name="Calming a Hallway",
    competency="The educator redesigns one transition so that students arrive calm.",
    need="Teachers say that the minutes between lessons cost them the first ten of each.",
    audience="teacher, school leader",
    sponsor="Laurel Fork Middle School",
)
DECLINED = Said(
    name="Managing Change in a Grade Team",
    competency="The educator leads a change in a grade team from its purpose to a habit.",
    need="Grade leads ask how to keep a change alive after the first month.",
    audience="teacher leader",
    sponsor="University centre",
)
ACCEPTED = Said(
    name="Reading a Data Table with Students",
    competency="The educator teaches students to ask of a data table what it shows and what it leaves out.",
    need="In last year's benchmark four students in ten could not say what a row of a table stood for.",
    audience="teacher",
    standards="South Carolina Teaching Standards 4.0: Instruction",
    sponsor="Mathematics and science office of the university centre",
    beside="Teaching Number with Representations is about operations; this is about reading data that others gathered.",
)

ANSWERED = "In two or three sentences; a list is as good."
"""What the next version of each says more than the last: readers had asked how long an answer should be."""


def tell_of_the_way(world: World) -> Iterator[str]:
    """Bring a proposal or a design to each place where it can stand. Yield what is being told."""
    yield "Proposals"
    place = world.places["carolinacred"]
    if edition_of(place) is None:
        adopt_working_standards(world)
    peer = world.cast.marguerite
    _proposals(world, place)
    yield "Designs at their gates"
    for slug, gate in ON_THE_WAY.items():
        bring(world, next_version(world, slug, day=33), peer, to=gate, day=35)
    bring(world, next_version(world, READY, day=30), peer, to=Gate.PILOT, day=31)
    back = next_version(world, SENT_BACK, day=38)
    send_to_review(actor=world.cast.cora, draft=back, at=day_of(world, 39))
    send_back(
        actor=peer,
        draft=back,
        gate=Gate.PEER_REVIEW,
        reason="The second requirement asks for the family's own words. Say how to ask them for leave first.",
        at=day_of(world, 43),
    )
    yield "Versions in pilot"
    _piloted(world, IN_PILOT, peer)
    _ended(world, WATCHED, peer, ExitReport.Decision.PUBLISH, _LEARNED_GOOD)
    _ended(world, TO_REVISE, peer, ExitReport.Decision.REVISE, _LEARNED_MIXED)
    deliver_at(day_of(world, 58))


def _proposals(world: World, place: Organization) -> None:
    cora, rosa = world.cast.cora, world.cast.rosa

    def made(said: Said, day: int) -> ProposalWording:
        return propose(actor=cora, owner=place, said=said, at=day_of(world, day))

    accepted = made(ACCEPTED, 12)
    reason = "The benchmark shows the need, and nothing on offer teaches it. Begin with grades 3 to 5."
    accept_proposal(actor=rosa, wording=accepted, reason=reason, at=day_of(world, 16))
    decline_proposal(
        actor=rosa,
        wording=made(DECLINED, 18),
        reason="Managing Change is there already. Write its next version if a grade team needs other evidence.",
        at=day_of(world, 22),
    )
    ask_for_more(
        actor=rosa,
        wording=made(MORE_ASKED, 47),
        reason="How many schools is this, and what would a teacher hand in?",
        at=day_of(world, 51),
    )
    made(WAITING, 55)


def next_version(world: World, slug: str, *, day: int) -> Draft:
    """The draft of a micro-credential's next version, with what it says more."""
    cora = world.cast.cora
    thing = world.versions[slug].micro_credential
    draft = start_draft(actor=cora, owner=thing.owner, micro_credential=thing, at=day_of(world, day))
    first, *rest = draft.design["requirements"]
    longer = {**first, "guidance": f"{first['guidance']} {ANSWERED}".strip()}
    design = {**draft.design, "requirements": [longer, *rest]}
    return save_draft(actor=cora, draft=draft, design=design, revision=0, at=day_of(world, day))


def bring(world: World, draft: Draft, peer: Person, *, to: Gate, day: float) -> Draft:
    """Send a draft to review and let it pass until it stands at a gate; a day or two for each."""
    send_to_review(actor=world.cast.cora, draft=draft, at=day_of(world, day))
    while (stands := standing_of(draft)).open and stands.open[0] is not to:
        day += 1.5
        _pass(world, draft, stands.open[0], peer, at=day_of(world, day))
    return draft


def _pass(world: World, draft: Draft, gate: Gate, peer: Person, *, at: datetime) -> None:
    checked = [item.name for item in CHECKLISTS.get(gate, ())]
    if gate is Gate.PEER_REVIEW:
        reason = "I could carry it out next week, and would know by the rubric how it went."
        pass_peer_review(actor=peer, draft=draft, checked=checked, reason=reason, at=at)
    elif gate is Gate.EDITORIAL:
        reason = "Read aloud, each link opened, each picture described. The new sentence is plain."
        pass_editorial_check(actor=peer, draft=draft, checked=checked, reason=reason, at=at)
    else:
        filed_at = find_all_met(world, draft, at=at)
        reason = "Both reviewers found met all that applies before a pilot."
        pass_quality_review(actor=world.cast.pia, draft=draft, reason=reason, at=filed_at + timedelta(days=1))


def _piloted(world: World, slug: str, peer: Person) -> Version:
    """Publish the next version, which begins in pilot."""
    draft = bring(world, next_version(world, slug, day=12), peer, to=Gate.PILOT, day=13)
    note = "The first question says how long an answer should be."
    version = publish(actor=world.cast.cora, draft=draft, note=note, at=day_of(world, 27))
    world.versions[slug] = version
    return version


def _ended(world: World, slug: str, peer: Person, decision: ExitReport.Decision, learned: str) -> None:
    pilot = _piloted(world, slug, peer).pilot
    report_on_pilot(
        actor=peer,
        pilot=pilot,
        decision=decision,
        early=True,
        learned=learned,
        numbers={"started": 0, "submitted": 0, "decided": 0, "earned": 0, "returned": 0},
        at=day_of(world, 56),
    )


_LEARNED_GOOD = (
    "Nobody started it in the pilot weeks, so there are no numbers. Four teachers read it aloud with us and said what "
    "they would hand in; none asked how long an answer should be, as six had asked of the first version."
)
_LEARNED_MIXED = (
    "Nobody handed it in. Two teachers began and stopped at the second requirement: their district forbids videos with "
    "students in them. The next version should take a narrated slide show as well."
)
