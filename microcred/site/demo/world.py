"""The demonstration world: catalogue, issuer, pilot, rules and a few stories, made by the operations themselves.

Everything is loaded in one transaction: a demonstration that is stopped while it loads starts again from nothing.
Dates are counted from today, so that the pilot of 2018 can be lived through now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from microcred.calibration.operations import qualify
from microcred.catalog.design import Design
from microcred.catalog.models import Stack, Version
from microcred.catalog.operations import draw_crosswalk, open_stack, place, publish
from microcred.credentials.operations import establish_issuer
from microcred.credentials.reactions import keep_status_lists_fresh
from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.frameworks.operations import adopt
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.operations import appoint, register
from microcred.programs.models import Program, Window
from microcred.programs.operations import open_program
from microcred.recognition.models import Policy
from microcred.recognition.operations import attest_hours, open_cycle, state_policy
from microcred.recognition.policies import published_as
from microcred.site.demo.cast import SECOND_READER, Assembly, assemble
from microcred.site.demo.frameworks import bring_topics, tell_of_frameworks

FOLDER = Path(__file__).parent
ZONE = ZoneInfo("America/New_York")

STANDARDS = (
    ("PLAN", "Planning", "What a teacher decides and prepares before teaching."),
    ("INS", "Instruction", "What happens between teacher, students and content."),
    ("ENV", "Environment", "The climate and conditions in which students learn."),
    ("PRO", "Professionalism", "What a teacher does as a member of a profession and a school."),
)
"""Domains of the South Carolina Teaching Standards 4.0. Names are facts, the sentences are the demonstration's."""


@dataclass
class World:
    """What the loading has made so far; stories and tests find things here by name."""

    at: datetime
    cast: Assembly
    stacks: dict[str, Stack] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=dict)
    second: Person = field(init=False)
    program: Program = field(init=False)
    policy: Policy = field(init=False)

    @property
    def places(self) -> Mapping[str, Organization]:
        """Organizations by slug."""
        return self.cast.places


def load(console: Console) -> bool:
    """Load the demonstration world, once. A world that is there already stays as people left it. Return whether it was
    loaded now."""
    with transaction.atomic():
        if Organization.objects.exists():
            console.print("The demonstration world is there, as people left it")
            return False
        from microcred.site.demo.again import tell_of_promises
        from microcred.site.demo.appealing import tell_of_an_appeal
        from microcred.site.demo.approvals import tell_of_approvals
        from microcred.site.demo.assisting import tell_of_assistance
        from microcred.site.demo.bank import tell_of_a_bank
        from microcred.site.demo.builders import tell_of_builders
        from microcred.site.demo.capacity import tell_of_capacity
        from microcred.site.demo.drafting import tell_of_drafting
        from microcred.site.demo.exemplars import tell_of_exemplars
        from microcred.site.demo.helping import tell_of_help
        from microcred.site.demo.keeping import tell_of_kept_comments
        from microcred.site.demo.learning import tell_of_papers_to_learn_by, tell_of_work_to_learn_by
        from microcred.site.demo.licenses import tell_of_licenses
        from microcred.site.demo.licensure import tell_of_licensure
        from microcred.site.demo.lives import tell_of_lives
        from microcred.site.demo.looking import tell_of_looking
        from microcred.site.demo.pathways import tell_of_pathways
        from microcred.site.demo.paying import tell_of_pay, tell_of_rates
        from microcred.site.demo.planning import tell_of_a_plan
        from microcred.site.demo.private import tell_of_privacy
        from microcred.site.demo.qualifying import tell_of_qualifying
        from microcred.site.demo.quality import tell_quality
        from microcred.site.demo.rating import tell_of_ratings
        from microcred.site.demo.readings import tell_of_readings
        from microcred.site.demo.reciprocity import tell_of_reciprocity
        from microcred.site.demo.records import tell_of_the_record
        from microcred.site.demo.retreat import tell_of_retreat
        from microcred.site.demo.rounds import tell_of_rounds
        from microcred.site.demo.spending import tell_of_activities
        from microcred.site.demo.stipends import tell_of_stipends
        from microcred.site.demo.stories import tell_stories
        from microcred.site.demo.teamwork import tell_of_a_team
        from microcred.site.demo.together import tell_of_a_draft_together
        from microcred.site.demo.training import tell_of_a_rubric_that_teaches, tell_of_training
        from microcred.site.demo.versions import tell_of_versions
        from microcred.site.demo.vetting import tell_of_vetting
        from microcred.site.demo.wondering import tell_of_questions
        from microcred.site.demo.workflow import tell_of_the_way

        if not console.is_terminal:  # where a bar would not be seen
            console.print("Making the demonstration world; on a small machine that takes a few minutes")
        with Progress(console=console, transient=True) as progress:
            task = progress.add_task("Making the demonstration world", total=58)
            began = now() - timedelta(days=60)
            world = World(at=began, cast=assemble(at=began))
            stories = (
                tell_of_frameworks,
                tell_of_versions,
                tell_of_the_way,
                tell_of_builders,
                tell_quality,
                tell_of_rounds,
                tell_of_licenses,
                tell_of_a_draft_together,
                tell_of_rates,
                tell_of_kept_comments,
                tell_of_readings,
                tell_stories,
                tell_of_a_bank,
                tell_of_work_to_learn_by,
                tell_of_a_plan,
                tell_of_a_team,
                tell_of_promises,
                tell_of_an_appeal,
                tell_of_privacy,
                tell_of_looking,
                tell_of_retreat,
                tell_of_pay,
                tell_of_stipends,
                tell_of_lives,
                tell_of_help,
                tell_of_exemplars,
                tell_of_papers_to_learn_by,
                tell_of_training,
                tell_of_qualifying,
                tell_of_vetting,
                tell_of_a_rubric_that_teaches,
                tell_of_capacity,
                tell_of_questions,
                tell_of_ratings,
                tell_of_assistance,
                tell_of_reciprocity,
                tell_of_drafting,
                tell_of_the_record,
                tell_of_activities,
                tell_of_pathways,
                tell_of_approvals,
                tell_of_licensure,
            )
            for doing in chain(build(world), *(tell(world) for tell in stories)):
                progress.update(task, advance=1, description=doing)
            outbox.deliver_all()
            keep_status_lists_fresh()
    console.print(f"The demonstration world is loaded: {len(world.versions)} micro-credentials, one pilot")
    return True


def build(world: World) -> Iterator[str]:
    """Make catalogue, issuer, pilot and rules. Yield what is being done, step by step."""
    yield "Standards and stacks"
    _adopt_standards(world)
    _open_stacks(world)
    for design in designs():
        yield f"Publishing {design.name}"
        _publish(world, design)
    _draw_crosswalks(world)
    yield "Issuer"
    cast, places = world.cast, world.places
    establish_issuer(
        actor=None,
        organization=places["carolinacred"],
        slug="carolinacred",
        name=facts()["issuer"]["name"],
        url="",
        email="",
        at=world.at,
    )
    # the tests give the seat to whom they want; here somebody sits in it
    appoint(actor=None, person=cast.rosa, organization=places["carolinacred"], role=Role.ORG_ADMIN, at=world.at)
    yield "Pilot"
    world.program = _open_pilot(world)
    yield "Qualifications"
    world.second = register(actor=None, name=SECOND_READER.name, email=SECOND_READER.email)
    for role, slug in SECOND_READER.roles:
        appoint(actor=None, person=world.second, organization=places[slug], role=role, at=world.at)
    for slug in ("collective-leadership", "basic-performance-assessment", "advanced-performance-assessment"):
        for reader in (cast.ben, world.second):
            qualify(
                actor=cast.lena,
                assessor=reader,
                stack=world.stacks[slug],
                basis="Demonstration: qualified on the calibration set of the stack.",
                at=world.at,
                expires_at=world.at + timedelta(days=425),
            )
    yield "Rules of renewal"
    _state_rules(world)


def designs() -> list[Design]:
    """Return the designs of the demonstration catalogue, in the order of their stacks."""
    return [design_of(slug) for stack in shelves()["stacks"] for slug in stack["micro_credentials"]]


@cache
def design_of(slug: str) -> Design:
    """Return one design of the demonstration catalogue by its slug."""
    (file,) = FOLDER.glob(f"catalog/*/{slug}.yaml")
    return Design.model_validate(yaml.load(file.read_text(), Loader=yaml.CSafeLoader))


@cache
def shelves() -> dict[str, Any]:
    """Return stacks and crosswalks as their file states them."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "catalog" / "stacks.yaml").read_text())
    return loaded


@cache
def facts() -> dict[str, Any]:
    """Return the published facts that the demonstration shows as facts."""
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / "facts.yaml").read_text())
    return loaded


def day_of(world: World, day: float) -> datetime:
    """The moment so many days after the demonstration begins."""
    return world.at + timedelta(days=day)


def midnight(day: datetime) -> datetime:
    """Return the local midnight at which a day begins, in the demonstration's zone."""
    return datetime.combine(day.astimezone(ZONE).date(), time(), tzinfo=ZONE)


def _adopt_standards(world: World) -> None:
    adopt(
        actor=None,
        slug="scts-4",
        name="South Carolina Teaching Standards 4.0",
        publisher="South Carolina Department of Education",
        edition="4.0",
        standards=STANDARDS,
        keeper=world.places["carolinacred"],
    )
    bring_topics(world, "1", at=world.at)


def _open_stacks(world: World) -> None:
    for position, stack in enumerate(shelves()["stacks"]):
        world.stacks[stack["slug"]] = open_stack(
            actor=None,
            owner=world.places["carolinacred"],
            slug=stack["slug"],
            name=stack["name"],
            description=stack["description"],
            position=position,
        )


def _publish(world: World, design: Design) -> None:
    slug, stack, position = next(
        (slug, stack["slug"], position)
        for stack in shelves()["stacks"]
        for position, slug in enumerate(stack["micro_credentials"])
        if design_of(slug) is design
    )
    version = publish(
        actor=world.cast.cora,
        owner=world.places["carolinacred"],
        design=design,
        slug=slug,
        demonstration=True,
        at=world.at,
    )
    place(actor=None, stack=world.stacks[stack], micro_credential=version.micro_credential, position=position)
    world.versions[slug] = version


def _draw_crosswalks(world: World) -> None:
    for crosswalk in shelves()["crosswalks"]:
        draw_crosswalk(
            actor=None,
            owner=world.places["carolinacred"],
            slug=crosswalk["slug"],
            name=crosswalk["name"],
            description=crosswalk["description"],
            stacks=[world.stacks[slug] for slug in crosswalk["from_stacks"]],
        )


def _open_pilot(world: World) -> Program:
    pilot = facts()["pilot"]
    today = midnight(now())

    def day(offset: int) -> datetime:
        return midnight(today + timedelta(days=offset, hours=12))

    Takes = Window.Takes  # noqa: N806 - a class
    return open_program(
        actor=None,
        owner=world.places["south-carolina"],
        slug="south-carolina-pilot",
        name=pilot["name"],
        description=(
            "The pilot of 2018, to be lived through again: its seats, stacks, agreement and sequence of windows are as "
            "published; the dates are the demonstration's. In 2018 the windows were March to May and August to "
            "October, and resubmissions were taken from October to December."
        ),
        audience=pilot["audience"],
        seats=pilot["seats"],
        agreement=(
            "I am willing to share feedback and lessons learned from this pilot publicly. "
            "(The pilot's condition, in the demonstration's words.)"
        ),
        joining_opens_at=day(-45),
        joining_closes_at=day(150),
        stacks=[world.stacks[_slug_of(name)] for name in pilot["stacks"]],
        windows=[
            ("Submission window 1", Takes.SUBMISSIONS, day(-30), day(60)),
            ("Submission window 2", Takes.SUBMISSIONS, day(120), day(210)),
            ("Resubmissions", Takes.RESUBMISSIONS, day(-30), day(270)),
        ],
        milestones=[
            ("Participant orientation (virtual)", day(-40), day(-33)),
            ("Feedback and reflection on the pilot", day(275), day(300)),
        ],
        demonstration=True,
    )


def _slug_of(stack_name: str) -> str:
    slug: str = next(stack["slug"] for stack in shelves()["stacks"] if stack["name"] == stack_name)
    return slug


def _state_rules(world: World) -> None:
    cast, places = world.cast, world.places
    world.policy = state_policy(
        actor=cast.femi,
        jurisdiction=places["south-carolina"],
        document=published_as("south-carolina-professional"),
        at=world.at,
    )
    for version in world.versions.values():
        # No rate is published: the district of the demonstration takes each design at its stated hours.
        attest_hours(
            actor=cast.omar,
            office=places["rock-hill"],
            hours=Decimal(version.hours),
            micro_credential=version.micro_credential,
            starts_on=(world.at - timedelta(days=365)).date(),
            demonstration=True,
            at=world.at,
        )
    for key in ("ada", "mateo"):
        _open_cycle(world, key)


def _open_cycle(world: World, key: str) -> None:
    """Give a person the five-year cycle that is in its third year and closes on 30 June."""
    this_year = world.at.astimezone(ZONE).date().year
    starts_on = world.at.date().replace(year=this_year - 2, month=7, day=1)
    open_cycle(
        actor=world.cast.omar,
        person=world.cast.people[key],
        policy=world.policy,
        keeper=world.places["rock-hill"],
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 5),
        at=world.at,
    )
