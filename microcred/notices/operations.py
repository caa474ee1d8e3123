"""The verbs of telling: tell, mail, read."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.text import format_lazy

from microcred.foundation import jobs
from microcred.foundation.operation import operation
from microcred.notices.models import Notice
from microcred.notices.queries import address_of
from microcred.organizations.models import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

log = logging.getLogger(__name__)

MAIL_JOB = "notices.mail"
LONGEST_SUBJECT = 200


@operation
def tell(
    *,
    actor: Person | None,
    person: Person,
    kind: str,
    subject: str | Promise,
    body: str | Promise,
    facts: Mapping[str, object] | None = None,
    path: str,
    key: str,
    at: datetime,
) -> Notice:
    """Tell a person something: in their inbox at once, by e-mail as soon as a worker is free.

    The mail's job is deferred in this transaction, so a fact that is rolled back is told to nobody.

    Args:
        actor: who caused it, or None when the system did.
        person: who is told.
        kind: what it is about, e.g. `submission_received`.
        subject: one line; lazy translations come out in the language of whoever reads them, as does the body.
        body: plain text, paragraphs separated by blank lines.
        facts: what subject and body name in braces, such as `{title}`; without it braces are what they are.
        path: where the matter stands on this server, from the first slash; empty when nowhere.
        key: names the fact. Told twice under one key, the person hears of it once.
        at: when.

    Raises:
        ValueError: if the path leads off this server.
    """
    if path and (not path.startswith("/") or path.startswith(("//", "/\\"))):
        raise ValueError("a notice leads to an address of this server, from the first slash")
    if facts is not None:
        subject = format_lazy(cast("_StrPromise", subject), **facts)
        body = format_lazy(cast("_StrPromise", body), **facts)
    written = {language: _written(subject, body, language) for language, _name in settings.LANGUAGES}
    first = written.pop(person.language, None) or _written(subject, body, person.language)
    told = {"subject": first[0], "body": first[1], "in_languages": written}
    notice, is_new = Notice.objects.get_or_create(
        person=person, key=key, defaults={**told, "kind": kind, "path": path, "told_at": at}
    )
    if is_new:
        jobs.defer(MAIL_JOB, queue="mail", notice_id=str(notice.pk))
    return notice


@operation
def mail(*, actor: None, notice: Notice, at: datetime) -> bool:
    """Send a notice by e-mail, to the person's verified primary address and nowhere else. Return whether it was sent.

    At least once: the row is locked while the message leaves and marked afterwards, so two workers never send the
    same notice side by side; but a worker killed between the mail server's yes and the commit leaves it unmarked, and
    it is sent again. Both copies bear one Message-ID, made from the notice's identifier, so that mailboxes can tell.
    """
    held = (
        Notice.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("person")
        .filter(pk=notice.pk, mailed_at__isnull=True)
        .first()
    )
    if held is None:
        return False
    address = address_of(held.person)
    if address is None:
        return False
    _message(held, address).send()
    held.mailed_at = at
    held.save(update_fields=["mailed_at"])
    return True


@operation
def read(*, actor: Person, notices: Sequence[Notice], at: datetime) -> int:
    """Mark the actor's own notices as read; what was read before keeps its time. Return how many were unread."""
    mine = Notice.objects.filter(person=actor, pk__in=[notice.pk for notice in notices], read_at__isnull=True)
    return mine.update(read_at=at)


@operation
def read_all(*, actor: Person, up_to: datetime) -> int:
    """Mark as read everything the actor was told up to the moment they looked. Return how many were unread."""
    return Notice.objects.filter(person=actor, told_at__lte=up_to, read_at__isnull=True).update(read_at=up_to)


def message_id_of(notice: Notice) -> str:
    """Return the Message-ID (RFC 5322 §3.6.4) under which a notice leaves, however often it does."""
    return f"<{notice.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


def _written(subject: str | Promise, body: str | Promise, language: str) -> tuple[str, str]:
    with translation.override(language):
        return _one_line(str(subject)), str(body).strip()


def _message(notice: Notice, address: str) -> EmailMultiAlternatives:
    subject, body = notice.words(notice.person.language)
    context = {
        "name": notice.person.name,
        "subject": subject,
        "body": body,
        "address": settings.PUBLIC_URL + notice.path if notice.path else "",
        "inbox": f"{settings.PUBLIC_URL}/inbox/",
    }
    with translation.override(notice.person.language), timezone.override(notice.person.time_zone):
        message = EmailMultiAlternatives(
            subject=_one_line(subject),
            body=render_to_string("notices/mail.txt", context),
            to=[address],
            headers={"Message-ID": message_id_of(notice), "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message


def _one_line(subject: str) -> str:
    """Return a subject that cannot start another header, no longer than the inbox takes."""
    line = " ".join(subject.split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1].rstrip() + "…"
