"""Conditions and sums of the educator's work that need no database."""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from microcred.calendars.rules import WEEKDAYS, BusinessCalendar, Stop
from microcred.catalog.rules import grace_ends

ALIAS_LETTERS = "3479CDFHJKMNPQRTVWXY"
"""No two of these are mistaken for each other, and without vowels they make no words."""

HISTORY_PAUSE = timedelta(minutes=5)
"""Between two texts that are kept of steady typing. What shrinks by half is always kept."""

PROMISED_BUSINESS_DAYS = 14
"""Business days from submission to decision: the promise that Digital Promise publishes."""

LONGEST_LINK = 2000
"""characters"""

EXTENSIONS = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "text/plain": "txt",
    "text/markdown": "md",
    "text/csv": "csv",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
    "audio/ogg": "ogg",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/webm": "webm",
}
"""The extension that a blind reader sees for each media type that is taken."""


class State(StrEnum):
    """Where a pursuit stands."""

    STARTED = "started"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    RETURNED = "returned"
    EARNED = "earned"
    MOVED = "moved"
    SET_ASIDE = "set_aside"


OPEN = frozenset({State.STARTED, State.INCOMPLETE, State.RETURNED})
"""Where the educator works on it."""


def open_as(state: State, *, came_back: bool) -> State:
    """How the work is open: incomplete work is as open as it was before it was handed in.

    Args:
        came_back: whether an earlier submission of it came back "not yet".
    """
    if state is State.INCOMPLETE:
        return State.RETURNED if came_back else State.STARTED
    return state


def takes_attempt(*, withdrawn: bool, incomplete: bool) -> bool:
    """Whether a submission counts as an attempt: what was withdrawn, or came back incomplete, was never judged."""
    return not withdrawn and not incomplete


class Standing(StrEnum):
    """Where the evidence for one requirement stands."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    AMISS = "amiss"
    READY = "ready"
    AS_JUDGED = "as_judged"
    REVISED = "revised"
    CARRIED = "carried"
    SPARED = "spared"


DONE = frozenset({Standing.READY, Standing.REVISED, Standing.SPARED})
"""Where nothing is left to do before the next submission."""


def standing_in(
    state: State,
    *,
    may_change: bool,
    is_empty: bool,
    words_over: int,
    changed: bool,
    spared: bool = False,
    amiss: bool = False,
) -> Standing:
    """Where the evidence for a requirement stands.

    Args:
        may_change: whether it is open.
        words_over: words beyond the limit.
        changed: whether it differs from what was submitted last.
        spared: whether evidence for an alternative is there.
        amiss: whether it stands as it was when something of it was found missing or unreadable.
    """
    if state is State.RETURNED and not may_change:
        return Standing.CARRIED
    if is_empty:
        return Standing.SPARED if spared else Standing.EMPTY
    if words_over:
        return Standing.TOO_LONG
    if amiss:
        return Standing.AMISS
    if state is State.RETURNED:
        return Standing.REVISED if changed else Standing.AS_JUDGED
    return Standing.READY


ATTESTATIONS = ("own_work", "ai_use", "student_privacy", "conduct")
"""What everyone attests at submission; the words of each are `statements`."""


def word_count(text: str) -> int:
    """Words as people count them: runs of anything but white space."""
    return len(text.split())


def words_too_many(text: str, limit: int | None) -> int:
    """How many words a text has beyond its limit; 0 when it keeps it or there is none."""
    return max(word_count(text) - limit, 0) if limit else 0


def plain_text(text: str) -> str:
    """A text as it is kept: line ends as one character, without NUL, which the database cannot hold."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def worth_keeping(before: str, after: str, *, last_kept_at: datetime | None, at: datetime) -> bool:
    """Whether a text that is about to be replaced is kept: now and then while typing, and whenever much goes away."""
    if not before.strip():
        return False
    return len(after) < len(before) / 2 or last_kept_at is None or at - last_kept_at >= HISTORY_PAUSE


def may_change(state: State, *, feeds: Collection[UUID], reopened: Collection[UUID], failed: bool = False) -> bool:
    """Whether the evidence of a requirement may change: all of it at first, then only what a return reopened.

    Args:
        failed: whether a check of completeness found something amiss with it: in incomplete work that is open too.
    """
    if state is State.INCOMPLETE and failed:
        return True
    state = open_as(state, came_back=bool(reopened))
    if state is State.STARTED:
        return True
    return state is State.RETURNED and not set(feeds).isdisjoint(reopened)


def digest_of(text: str) -> str:
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def promised_by(
    submitted_at: datetime,
    *,
    zone: str,
    business_days: int = PROMISED_BUSINESS_DAYS,
    calendar: BusinessCalendar = WEEKDAYS,
    stops: Iterable[Stop] = (),
) -> datetime:
    """Return the moment by which a decision is promised: the end of a business day, that is, the following midnight.

    The day of submission does not count, nor does a day that the calendar knows as closed or that a stop loses.

    Args:
        submitted_at: when the submission was received.
        zone: the IANA time zone in which the promise was given.
        stops: when the clock stood still.
    """
    received = submitted_at.astimezone(ZoneInfo(zone)).date()
    day = calendar.after(received, business_days, stops=stops)
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


DAYS_AFTER_RETURN = 30
"""Days that there always are to revise what came back, whatever ended meanwhile: nobody chose how long it was read."""


def finish_by(ends_at: datetime | None, returned_at: datetime | None, *, zone: str) -> datetime | None:
    """Until when work on an overtaken version may be handed in; None: without end.

    Args:
        ends_at: when grace ends for everyone.
        returned_at: when this work came back last, if it did.
        zone: in which days are counted.
    """
    if ends_at is None or returned_at is None:
        return ends_at
    return max(ends_at, grace_ends(returned_at, DAYS_AFTER_RETURN, zone=zone))


def last_day(moment: datetime, zone: str) -> date:
    """The last day of a promise that ends at a moment, which is a midnight, in the zone in which it was given."""
    return (moment.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The midnight that ends a day, on the clock of a zone."""
    return datetime.combine(day + timedelta(days=1), time.min, ZoneInfo(zone))


def lies_beyond(day: date | None, end: datetime, *, zone: str) -> bool:
    """Whether time until the end of a day, on the clock of a zone, is more than time until an end (half-open)."""
    return day is not None and end_of_day(day, zone) > end


def new_alias() -> str:
    """A random name for a submission, e.g. `K7QF-3MXR`: 20⁸ possibilities, none of them telling."""
    letters = "".join(secrets.choice(ALIAS_LETTERS) for _position in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def evidence_alias(position: int, media_type: str) -> str:
    """The name of a piece of evidence for blind readers, e.g. `evidence-2.pdf`; a link has no extension."""
    extension = EXTENSIONS.get(media_type)
    return f"evidence-{position}.{extension}" if extension else f"evidence-{position}"


def file_name(name: str) -> str:
    """A file name as its owner sees it: the last part of the path, printable, at most 200 characters."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    path = PurePosixPath(printable or "file")
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:20]


def strict_link(address: str) -> str | None:
    """An https address that a browser and we read in the same way, or None.

    Refused are other schemes, names of users and passwords, other ports, numeric and local hosts, and characters that
    some readers take for the end of the host.
    """
    address = address.strip()
    if len(address) > LONGEST_LINK or re.search(r"[\s\\<>\"^`{|}\x00-\x1f\x7f]", address):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme != "https" or "@" in parts.netloc or port not in (None, 443) or not _public_name(host):
        return None
    path, query, fragment = (
        quote(part, safe="/%:@!$&'()*+,;=-._~?") for part in (parts.path, parts.query, parts.fragment)
    )
    strict = urlunsplit(("https", host, path, query, fragment))
    return strict if len(strict) <= LONGEST_LINK else None


def _public_name(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        pass
    else:
        return False
    labels = host.split(".")
    if len(labels) < 2 or labels[-1] in ("localhost", "local", "internal", "test", "invalid") or labels[-1].isdigit():
        return False
    return all(re.fullmatch(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", label) for label in labels)


def judged_anew(
    feeds: Mapping[UUID, Collection[UUID]], *, reopened: Collection[UUID], changed: Collection[UUID]
) -> frozenset[UUID]:
    """The criteria that were settled and are judged again, because evidence that feeds them has changed.

    Args:
        feeds: the criteria that each requirement feeds.
        reopened: the criteria that came back, which are judged whatever changed.
        changed: the requirements whose evidence differs from what was judged.
    """
    return frozenset(each for requirement in changed for each in feeds[requirement]) - frozenset(reopened)


def coach_is_needed(used: int, limit: int) -> bool:
    """Whether the next attempt waits for a coach's sign-off.

    Args:
        used: attempts; what was withdrawn or came back incomplete is none.
        limit: attempts that need no coach.
    """
    return used >= limit


SMALL_PART, LARGE_PART = 8 << 20, 32 << 20
"""bytes: above the 5 MiB that S3 asks of a part, and little enough to send once more when the line drops"""

LARGE = 512 << 20
"""bytes from which on a file is sent in larger parts"""


def part_size_for(size: int) -> int:
    """How many bytes each part of a file has, but the last."""
    return LARGE_PART if size >= LARGE else SMALL_PART


TIME_IS_ASKED_FOR = timedelta(days=14)
"""after a deadline: who was ill when it passed can still ask; later, who runs the program is spoken to"""


def end_to_ask_about(ends: Iterable[datetime], at: datetime) -> datetime | None:
    """Which of the ends of a piece of work more time can be asked about: the first that has not passed for long."""
    return min((end for end in ends if at - TIME_IS_ASKED_FOR < end), default=None)
