"""Ada looks ahead: why she learns, what she needs, what she plans, and a colleague who reads her work."""

from collections.abc import Iterator
from datetime import timedelta

from microcred.catalog.models import Entry
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import (
    SaidOf,
    assess_needs,
    comment_as_peer,
    invite_peer,
    join_as_peer,
    put_on_plan,
    score_oneself,
    write_contract,
    write_goal,
)
from microcred.portfolios.queries import checklist, frameworks_asked, today_of
from microcred.site.demo.world import World, day_of

SAID = ((2, 3), (3, 2), (4, 1), (1, 2))
"""How sure Ada says she is, and how much she needs it, one competency after the other."""


def tell_of_a_plan(world: World) -> Iterator[str]:
    """Ada writes down what she is after, and asks Bernadette to read what came back to her."""
    yield "Ada plans what she will earn"
    ada, at = world.cast.ada, day_of(world, 52)
    write_goal(
        actor=ada,
        text="My second graders wait for me while I wait for decisions. I want our team to decide, so I can teach.",
        at=at,
    )
    write_contract(
        actor=ada,
        program=world.program,
        aims="To lead meetings after which everyone knows what they will try.",
        steps="By minutes that colleagues use without asking me, and by what changed in two classrooms.",
        support="Tuesday afternoons, and a coach who asks back.",
        at=at,
    )
    framework = frameworks_asked()[0]
    said = [SaidOf(one, *pair) for one, pair in zip(checklist(framework), SAID, strict=False)]
    assess_needs(actor=ada, framework=framework, said=said, at=at)
    begun = set(Pursuit.objects.filter(person=ada).values_list("version__micro_credential", flat=True))
    offered = Entry.objects.exclude(micro_credential__in=begun).select_related("micro_credential")
    ahead = offered.order_by("hours", "slug")[:3]
    days: tuple[int | None, ...] = (45, 120, None)
    for entry, days_ahead in zip(ahead, days, strict=False):
        target = today_of(ada, day_of(world, 60)) + timedelta(days=days_ahead) if days_ahead else None
        put_on_plan(actor=ada, micro_credential=entry.micro_credential, target_on=target, at=at)
    yield "Bernadette reads what came back to Ada"
    work = Pursuit.objects.get(person=ada, version=world.versions["building-your-team"])
    put_on_plan(
        actor=ada,
        micro_credential=work.version.micro_credential,
        target_on=today_of(ada, day_of(world, 60)) + timedelta(days=14),
        note="Before the winter concert.",
        at=at,
    )
    criteria = list(work.version.criteria.all())
    levels = [one.levels.get(position=one.required_position) for one in criteria]
    score_oneself(actor=ada, pursuit=work, levels=levels, at=at)
    reader = Person.objects.get(email="colleague-1@example.org")
    invitation = invite_peer(actor=ada, pursuit=work, email=reader.email, at=at)
    join_as_peer(actor=reader, invitation=invitation, at=at + timedelta(hours=3))
    asked = work.version.requirements.filter(criteria__in=criteria).order_by("position").distinct()
    comment_as_peer(
        actor=reader,
        invitation=invitation,
        about=asked[0],
        text="I see what you did, and not yet who decided it. Could you say what the team settled without you?",
        at=at + timedelta(hours=4),
    )
