"""Reading back the mails that a server without a mail server has written to files."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from itertools import filterfalse, islice
from pathlib import Path
from uuid import UUID

from django.conf import settings

from microcred.site.demo.cast import SCORED


@dataclass(frozen=True)
class Mail:
    """One mail as its reader would see it."""

    id: UUID
    to: str
    subject: str
    text: str
    sent_at: datetime | None


def mails(*, newest: int) -> list[Mail]:
    """Return the newest mails, newest first, without those to the many of the scored world; file names are time-ordered
    UUIDs."""
    files = sorted(Path(settings.MAIL_ROOT).glob("*.eml"), reverse=True)
    return [_read(file) for file in islice(filterfalse(_is_to_many, files), newest)]


def mail_of(mail_id: UUID) -> Mail | None:
    """Return one mail, or None when there is no such file."""
    file = Path(settings.MAIL_ROOT) / f"{mail_id}.eml"
    return _read(file) if file.exists() else None


def _is_to_many(file: Path) -> bool:
    """Whether a mail goes to one of the many of the scored world, before whose mails those of the cast would vanish."""
    return f"\nTo: {SCORED}".encode() in file.read_bytes().partition(b"\n\n")[0]


def _read(file: Path) -> Mail:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    body = message.get_body(("plain", "html"))
    date = message["date"]
    return Mail(
        id=UUID(file.stem),
        to=str(message["to"]),
        subject=str(message["subject"]),
        text=str(body.get_content()) if body is not None else "",
        sent_at=parsedate_to_datetime(str(date)) if date else None,
    )
