"""The verbs of links to a transcript: making one, ending it, looking by it."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.rules import end_of_day
from microcred.recognition.models import TranscriptLook, TranscriptShare, TranscriptShareEnding

TOKEN_BYTES = 32
"""256 bits of chance: OWASP asks for at least 128 of what gives access (ASVS 4.0.3, 2.9.2 and 3.2.2)"""


class NobodyNamed(Refusal):
    """Nothing says whom the link is for."""

    message = _("Write whom the link is for. Nobody but you reads it; by it you know later which link is whose.")
    field = "for_whom"
    status = 422


class EndsBeforeItBegins(Refusal):
    """The last day is over."""

    message = _("The link would end before anybody could open it. Choose today or a later day.")
    field = "last_day"
    status = 422


class ShareEndedSince(Refusal):
    """The form made a link before, which has ended."""

    message = _("This form has made its link before, and the link has ended. Send it once more for a new one.")


class ShareOver(Refusal):
    """The link ended, or leads nowhere."""

    message = _("This link opens nothing. Ask the person you have it from for a new one.")
    status = 404


@dataclass(frozen=True)
class Shared:
    """A new link with its token, which is shown once and kept nowhere."""

    share: TranscriptShare
    token: str


@operation
def share_transcript(*, actor: Person, for_whom: str, last_day: date, at: datetime, token: str | None = None) -> Shared:
    """Make a link that opens one's own transcript, as it is whenever somebody looks, to whoever has it.

    The same form sent twice is one link: both times its address is told, or whoever pressed twice would never read it.

    Args:
        for_whom: for oneself: which link is whose.
        last_day: on which it opens, by the person's own clock.
        token: that a form had from here (`new_token`), for the one link it makes; with other words, another

    Raises:
        NobodyNamed, EndsBeforeItBegins, ShareEndedSince.
    """
    named = " ".join(for_whom.split())
    if not named:
        raise NobodyNamed
    ends_at = end_of_day(last_day, actor.time_zone)
    if ends_at <= at:
        raise EndsBeforeItBegins
    named = named[:200]
    if token is not None:
        hold(actor.pk)
        there = TranscriptShare.objects.filter(token_digest=digest_of(token)).first()
        if there is not None and (there.person_id, there.for_whom, there.ends_at) == (actor.pk, named, ends_at):
            if TranscriptShareEnding.objects.filter(share=there).exists():
                raise ShareEndedSince
            return Shared(there, token)
        if there is not None:
            token = None
    token = token or new_token()
    share = TranscriptShare.objects.create(
        person=actor, for_whom=named, token_digest=digest_of(token), shared_at=at, ends_at=ends_at
    )
    return Shared(share, token)


def new_token() -> str:
    """A token that no link has."""
    return secrets.token_urlsafe(TOKEN_BYTES)


@operation
def end_transcript_share(*, actor: Person, share: TranscriptShare, at: datetime) -> TranscriptShareEnding:
    """End one's own link: it opens nothing from now on. Ended twice is ended.

    Raises:
        NotAllowed.
    """
    if share.person_id != actor.pk:
        raise NotAllowed
    hold(share.pk)
    there = TranscriptShareEnding.objects.filter(share=share).first()
    return there or TranscriptShareEnding.objects.create(share=share, ended_at=at)


@operation
def look_at_transcript(
    *, actor: None, share: TranscriptShare, form: TranscriptLook.Form, at: datetime
) -> TranscriptLook:
    """Note that somebody opens a transcript by a link.

    Raises:
        ShareOver: it ended in the meantime.
    """
    hold(share.pk)
    if at >= share.ends_at or TranscriptShareEnding.objects.filter(share=share).exists():
        raise ShareOver
    return TranscriptLook.objects.create(share=share, form=form, looked_at=at)


def digest_of(token: str) -> str:
    """The digest under which the token of a link is kept. The token has entropy of its own, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
