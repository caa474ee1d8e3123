"""The demonstration with many more readings (`microcred demo --world`), of which the truth is known."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress

from microcred.catalog.models import Stack, Version
from microcred.catalog.operations import open_stack, place, publish
from microcred.organizations.models import Organization, Person
from microcred.organizations.operations import found
from microcred.site.demo.cast import SCORED as MANY
from microcred.site.demo.scored import Scale, ScoredWorld, by_link, has_real_people, refuse_real_people
from microcred.site.demo.world import design_of

DESIGN: Final = "sending-messages-that-start-conversations"
OFFERED: Final = "messages-by-link"
STACK: Final = "writing-with-families"
DISTRICT: Final = "catawba-bend"
SCHOOLS: Final = ("Willow Ford Elementary School", "Catawba Bend Middle School", "Ninety Acres High School")
"""An invented district, so that nobody of the cast is close to any of this work."""

LASTS: Final = timedelta(days=54)
"""from the first work to the last; what is read, told and decided after it takes some days more, and all of it lies in
the past"""

USUAL = Scale(assessors=7, works=110, papers=14, one_in=3, to_recalibrate=14)
"""As small as shows something on each page: a severity is told from thirty works on that somebody else read too."""

SCORED = Scale(assessors=12, works=240, papers=20, one_in=5, to_recalibrate=14)
LARGE = Scale(assessors=40, works=3_000, papers=24, one_in=10, to_recalibrate=14)
WORLDS: Final = {"usual": USUAL, "scored": SCORED, "large": LARGE}
"""By what `--world` calls them; `cast` alone has none of them."""


class AnotherWorld(Exception):
    """The demonstration holds a scored world of another size."""


def scale_wanted(world: str, *, is_new: bool) -> Scale | None:
    """The scored world that a demonstration is to be enlarged by, None for none.

    The usual one belongs to a demonstration from its beginning: what was loaded without it, or with another one, stays
    as it is, and so does what people could be in by now.

    Args:
        world: as it was asked for.
        is_new: whether the cast was loaded just now.
    """
    if world != "usual":
        return WORLDS.get(world)
    has_begun = _assessors_there() == USUAL.assessors and not has_real_people()
    is_cut_off = has_begun and not _in_demonstration(USUAL).is_over
    return USUAL if is_new or is_cut_off else None


def enlarge(console: Console, scale: Scale) -> None:
    """Load a scored world into the demonstration, or go on where a loading was stopped.

    Raises:
        RealPeople, AnotherWorld: before anything is written.
    """
    refuse_real_people()
    there = _assessors_there()
    if there not in (0, scale.assessors):
        raise AnotherWorld(
            f"This demonstration holds a scored world of {there} assessors already. Start another one with a home of "
            "its own (MICROCRED_HOME)."
        )
    with transaction.atomic():
        world = _in_demonstration(scale)
    if world.is_over:
        return  # from then on it is people's, and what they decide of assessors holds
    if not console.is_terminal:  # where a bar would not be seen
        console.print(f"Letting {scale.assessors} assessors read {scale.works} works; stopped, it goes on from there")
    with Progress(*Progress.get_default_columns(), MofNCompleteColumn(), console=console, transient=True) as progress:
        task = progress.add_task("Works read", total=scale.works)
        for done in world.bring_about():
            progress.update(task, completed=done)
    console.print(f"{scale.assessors} assessors have read {scale.works} works of which the truth is known")


def _assessors_there() -> int:
    return Person.objects.filter(email__startswith=f"{MANY}assessor-").count()


def _in_demonstration(scale: Scale) -> ScoredWorld:
    """Where the demonstration's scored world is brought about, made where it is not there."""
    lead, author = (Person.objects.get(email=f"{key}@example.org") for key in ("lena", "cora"))
    owner = Organization.objects.get(slug="carolinacred")
    version = Version.objects.filter(micro_credential__slug=OFFERED, micro_credential__owner=owner).first()
    if version is None:
        began = lead.memberships.earliest("starts_at").starts_at
        version = _offered(owner, author, began)
        _found_schools(began)
    begins = version.published_at + timedelta(hours=1)
    return ScoredWorld(
        lead=lead,
        version=version,
        stack=Stack.objects.get(slug=STACK, owner=owner),
        schools=list(Organization.objects.filter(parent__slug=DISTRICT).order_by("slug")),
        begins=begins,
        ends=begins + LASTS,
        scale=scale,
    )


def _offered(owner: Organization, author: Person, at: datetime) -> Version:
    design = by_link(design_of(DESIGN), name="Messages That Start Conversations, by Link")
    version = publish(actor=author, owner=owner, design=design, slug=OFFERED, demonstration=True, at=at)
    stack = open_stack(
        actor=None,
        owner=owner,
        slug=STACK,
        name="Writing with Families",
        description="What teachers write to families, read by many assessors.",
        position=Stack.objects.filter(owner=owner).count(),
    )
    place(actor=None, stack=stack, micro_credential=version.micro_credential, position=0)
    return version


def _found_schools(at: datetime) -> None:
    state = Organization.objects.get(slug="south-carolina")
    district = found(
        actor=None,
        slug=DISTRICT,
        name="Catawba Bend School District",
        kind=Organization.Kind.DISTRICT,
        parent=state,
        demonstration=True,
        at=at,
    )
    for name in SCHOOLS:
        found(
            actor=None,
            slug=slugify(name),
            name=name,
            kind=Organization.Kind.SCHOOL,
            parent=district,
            demonstration=True,
            at=at,
        )
