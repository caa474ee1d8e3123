"""The dates that bind an educator, as a calendar reads them: no names in them beyond those of what is pursued."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.organizations.models import Person
from microcred.portfolios.ical import Happening
from microcred.portfolios.models import CalendarFeed, Pursuit
from microcred.portfolios.queries.extensions import changed_at, held_windows
from microcred.portfolios.queries.moving import overtaken
from microcred.portfolios.queries.planning import Plan, plan_of
from microcred.portfolios.queries.promise import promises_of_listed
from microcred.portfolios.queries.pursuits import latest_pursuits_of
from microcred.portfolios.rules import OPEN, State

BEFORE_CLOSING = timedelta(minutes=30)
"""What closes at midnight would stand in a calendar on the day after. So a closing is told as the half hour before it,
which lies on the day that people call the last one."""

SALT = "portfolios.calendar_feed"


def calendar_token(feed: CalendarFeed) -> str:
    """What makes the address of a feed one that nobody guesses: the row, and 160 bits only this server makes."""
    return f"{feed.pk.hex}{_seal(feed.pk)}"


def feed_by_token(token: str) -> CalendarFeed | None:
    """The feed that a token opens, unless it was renewed or closed since."""
    try:
        feed_id = UUID(hex=token[:32])
    except ValueError:
        return None
    if not constant_time_compare(token[32:], _seal(feed_id)):
        return None
    return CalendarFeed.objects.filter(pk=feed_id, person__is_active=True).select_related("person").first()


def calendar_feed_of(person: Person) -> CalendarFeed | None:
    """The feed that a person has opened."""
    return CalendarFeed.objects.filter(person=person).first()


def dates_of(person: Person, *, at: datetime) -> list[Happening]:
    """Target days, windows, last days of grace and promised days that lie ahead, or behind by no more than a month."""
    pursuits = latest_pursuits_of(person)
    plan = plan_of(person, at=at)
    say_titles([pursuit.version for pursuit in pursuits], person.language)
    say_titles([one.version for one in (*plan.ahead, *plan.begun) if one.version], person.language)
    since = at - timedelta(days=31)
    found = [*_targets(plan), *_of_windows(person, since), *_of_pursuits(pursuits, at)]
    return [one for one in found if not isinstance(one.on, datetime) or one.on >= since]


def _targets(plan: Plan) -> Iterator[Happening]:
    for one in (*plan.ahead, *plan.begun):
        if one.entry.target_on and one.version and one.days_left is not None:
            title = _("Hand in: {title}").format(title=one.version.title)
            url = reverse("plan_entry", args=[one.entry.pk])
            yield _happening(f"target-{one.entry.pk}", title, one.entry.target_on, one.entry.changed_at, url)


def _of_windows(person: Person, since: datetime) -> Iterator[Happening]:
    for window in held_windows(person, since=since):
        said = {"window": window.name, "program": window.program.name}
        url = reverse("program", args=[window.program.slug])
        opens = _("Opens: {window} · {program}").format(**said)
        closes = _("Closes: {window} · {program}").format(**said)
        yield _happening(f"window-opens-{window.pk}", opens, window.opens_at, window.created_at, url)
        yield _closing(f"window-closes-{window.pk}", closes, window.closes_at, changed_at(window), url)


def _of_pursuits(pursuits: list[Pursuit], at: datetime) -> Iterator[Happening]:
    promises = promises_of_listed(pursuits, at=at)
    for pursuit in pursuits:
        state, url = State(vars(pursuit)["state"]), reverse("pursuit", args=[pursuit.pk])
        promise = promises.get(pursuit.pk)
        if promise is not None:
            title = _("Feedback promised: {title}").format(title=pursuit.version.title)
            stamped_at = vars(pursuit)["submitted_at"]
            yield _happening(f"promise-{pursuit.pk}-{vars(pursuit)['attempt']}", title, promise.day, stamped_at, url)
        if state in OPEN:
            follows = overtaken(pursuit, state, at=at)
            if follows is not None and follows.ends_at is not None:
                title = _("Last day to hand in: {title}").format(title=pursuit.version.title)
                yield _closing(f"grace-{pursuit.pk}", title, follows.ends_at, pursuit.started_at, url)


def _closing(uid: str, title: str, closes_at: datetime, stamped_at: datetime, path: str) -> Happening:
    return _happening(uid, title, closes_at - BEFORE_CLOSING, stamped_at, path, lasts=BEFORE_CLOSING)


def _happening(
    uid: str, title: str, on: date | datetime, stamped_at: datetime, path: str, **more: timedelta
) -> Happening:
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return Happening(f"{uid}@{host}", title, on, stamped_at, f"{settings.PUBLIC_URL}{path}", **more)


def _seal(feed_id: UUID) -> str:
    return salted_hmac(SALT, feed_id.hex, algorithm="sha256").hexdigest()[:40]
