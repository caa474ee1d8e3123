"""Promises and further tries in the demonstration: a clock that stands still, an apology, more time, a coach."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from microcred.catalog.models import Criterion
from microcred.foundation.clock import standing_at
from microcred.foundation.ids import uuid7
from microcred.organizations.models import Person, Role
from microcred.organizations.operations import appoint, register
from microcred.portfolios.models import Extension, Pause, Pursuit, Submission
from microcred.portfolios.operations import (
    ask_coach,
    extend,
    put_in_file,
    save_change_note,
    set_terms,
    sign_off,
    submit,
    take_out,
)
from microcred.portfolios.queries import notes_wanted, workspace_of
from microcred.portfolios.queries.workspace import present_items
from microcred.programs.models import Window
from microcred.scoring.models import QueueItem
from microcred.scoring.operations import stop_clock
from microcred.scoring.reactions import own_up_to_broken_promises
from microcred.site.demo.documents import as_pdf
from microcred.site.demo.stories import (
    ATTESTED,
    STRENGTHS,
    TEAM,
    deliver_at,
    hand_in,
    local_name,
    marks,
    overall,
    read,
    read_all_but_the_last,
    take_part,
    told,
)
from microcred.site.demo.world import World, day_of

WAITS, HEARS_SORRY, TRIES_AGAIN = "Noor Haddad", "Emmett Sorensen", "Ottilie Brandt-Fuentes"
TRIES_A_THIRD_TIME, ASKS_A_COACH = "Calliope Nakamura-Reyes", "Ruben Achterberg"
"""Invented people of the invented school."""

ATTEMPTS = 2
"""of the one micro-credential of this story; before each further one a coach signs off"""


def tell_of_promises(world: World) -> Iterator[str]:
    """Let a clock stand still, a promise be broken and owned up to, one person have more time, another try again."""
    strengths = world.versions["understanding-your-leadership-strengths"]
    yield f"{WAITS} waits, and knows why"
    waits = _colleague(world, 1, WAITS)
    submission = hand_in(world, waits, strengths, told(STRENGTHS), at=day_of(world, 50))
    stopped = day_of(world, 56)
    stop_clock(
        actor=world.cast.lena,
        item=QueueItem.objects.get(submission=submission),
        reason=Pause.Reason.EVIDENCE,
        note="One document opens to an empty page. Support is looking into it; nothing is asked of you.",
        at=stopped,
    )
    deliver_at(stopped)
    yield f"{HEARS_SORRY} hears an apology"
    late = hand_in(world, _colleague(world, 2, HEARS_SORRY), strengths, told(STRENGTHS), at=day_of(world, 30))
    with standing_at(QueueItem.objects.get(submission=late).due_at):
        own_up_to_broken_promises()
    yield f"{TRIES_AGAIN} has more time, and tries again"
    again = _colleague(world, 3, TRIES_AGAIN)
    window = world.program.windows.get(takes=Window.Takes.RESUBMISSIONS)
    extend(
        actor=world.cast.elena,
        person=again,
        kind=Extension.Kind.EXTENSION,
        until=window.closes_at + timedelta(days=14),
        reason="Her school was closed for two weeks after the flood.",
        window=window,
        at=day_of(world, 40),
    )
    _try_again(world, again)
    yield f"{TRIES_A_THIRD_TIME} tries a third time, after a talk with a coach"
    _let_coaches_sign_off(world)
    third = _short_twice(world, _colleague(world, 4, TRIES_A_THIRD_TIME))
    _talk(world, third)
    _revise(third, "Its last page is a table: who decides what, and who asked whom.", at=day_of(world, 57))
    asks = _short_twice(world, _colleague(world, 5, ASKS_A_COACH))
    ask_coach(actor=asks.person, pursuit=asks, note=ASKED, at=day_of(world, 57))
    deliver_at(day_of(world, 57))
    for person in Person.objects.all():
        read_all_but_the_last(person)


SHORT = "working-agreements"
STILL_SHORT = (
    "Two decisions are recorded now, and both are clear. Who may decide what without the others is not said yet: name "
    "it for each member, as the level asks."
)
ASKED = (
    "Twice I was told that the roles are not clear. I should like to go through my plan with somebody who knows teams."
)


def _try_again(world: World, person: Person) -> None:
    """It came back; what was short is revised, with a note of what changed for each criterion."""
    pursuit = _short_once(world, person, day=38)
    _revise(pursuit, "", at=day_of(world, 58))


def _let_coaches_sign_off(world: World) -> None:
    version = world.versions["building-your-team"]
    set_terms(
        actor=None,
        organization=version.micro_credential.owner,
        version=version,
        attempts=ATTEMPTS,
        reason="Whoever was short twice is helped more by a talk than by a third list of comments.",
        at=day_of(world, 20),
    )


def _short_once(world: World, person: Person, *, day: int) -> Pursuit:
    first = hand_in(world, person, world.versions["building-your-team"], told(TEAM), at=day_of(world, day))
    read(world, first, marks(TEAM), feedback=overall(TEAM), at=day_of(world, day + 8))
    return first.pursuit


def _short_twice(world: World, person: Person) -> Pursuit:
    pursuit = _short_once(world, person, day=33)
    again = _revise(pursuit, "", at=day_of(world, 45))
    found = marks(TEAM) | {SHORT: ("Developing", STILL_SHORT)}
    read(world, again, found, feedback="One thing is left, and it is close.", at=day_of(world, 49))
    return pursuit


def _talk(world: World, pursuit: Pursuit) -> None:
    """The coach is asked, and after a meeting signs one attempt more off."""
    request = ask_coach(actor=pursuit.person, pursuit=pursuit, note=ASKED, at=day_of(world, 50))
    met = day_of(world, 54)
    note = "We drew who decides what. Put that drawing in, and say for each role how you chose the person."
    sign_off(actor=world.cast.elena, request=request, met_on=met.date(), note=note, at=met)
    deliver_at(met)


def _revise(pursuit: Pursuit, more: str, *, at: datetime) -> Submission:
    """What was short is put in anew, with a note of what changed for each criterion, and handed in."""
    person, documents = pursuit.person, told(TEAM, 2).documents
    for item in present_items(pursuit):
        if local_name(item.requirement) in documents:
            take_out(actor=person, item=item, at=at)
            file_name, title, text = documents[local_name(item.requirement)]
            content = as_pdf(title, f"{text}\n\n{more}".strip())
            put_in_file(
                actor=person,
                pursuit=pursuit,
                requirement=item.requirement,
                name=file_name,
                chunks=[content],
                size=len(content),
                at=at,
            )
    said = more or "The document is new: its second page says what each member decides, and how we checked it."
    for wanted in notes_wanted(workspace_of(pursuit)):
        if wanted.criterion is not None:
            save_change_note(
                actor=person,
                pursuit=pursuit,
                criterion=Criterion.objects.get(pk=wanted.criterion.id),
                text=said,
                revision=0,
                at=at,
            )
    submission: Submission = submit(actor=person, pursuit=pursuit, attested=ATTESTED, form_key=uuid7(), at=at)
    deliver_at(at)
    return submission


def _colleague(world: World, number: int, name: str) -> Person:
    person = register(actor=None, name=name, email=f"again-{number}@example.org")
    appoint(actor=None, person=person, organization=world.places["cedar-creek"], role=Role.EDUCATOR, at=world.at)
    take_part(world, person, at=day_of(world, 19))
    return person
