"""The operator's verbs of an issuer, in words for a terminal. Each returns the exit code: 0 done, 2 refused."""

from collections.abc import Callable
from datetime import datetime

import typer
from django.utils.timezone import make_aware

from microcred.credentials.models import Issuer, SigningKey
from microcred.credentials.operations import condemn_key, resume_issuing, rotate_key, stop_issuing, uphold
from microcred.credentials.queries import (
    awards_since,
    awards_to_sign_again,
    condemnations_to_uphold,
    intents_waiting_at,
    keys_to_condemn,
)
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal


def renew(*, slug: str, purpose: str, reason: str) -> int:
    """Renew a key and say which one signs now."""
    if purpose not in SigningKey.Purpose.values:
        return _refused(f"A key signs one of: {', '.join(SigningKey.Purpose.values)}.")

    def act(issuer: Issuer, at: datetime) -> str:
        key = rotate_key(actor=None, issuer=issuer, purpose=SigningKey.Purpose(purpose), reason=reason, at=at)
        return f"{issuer.name} signs {purpose} with {key.public_multibase} from now on."

    return _on_issuer(slug, act)


def condemn(*, slug: str, purpose: str, key: str, since: str, reason: str) -> int:
    """Condemn a key and say what is signed again.

    Args:
        key: the beginning of its name; empty for the one in use.
        since: ISO 8601; without a zone in the server's.
    """
    if purpose not in SigningKey.Purpose.values:
        return _refused(f"A key signs one of: {', '.join(SigningKey.Purpose.values)}.")
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return _refused(f"“{since}” is not a moment. Write it like {now():%Y-%m-%dT%H:%M}Z.")
    moment = moment if moment.tzinfo is not None else make_aware(moment)

    def act(issuer: Issuer, at: datetime) -> str:
        meant = _key_meant(issuer, purpose, key)
        condemnation = condemn_key(actor=None, key=meant, since=moment, reason=reason, at=at)
        waiting = awards_since(condemnation).count()
        later = f" {waiting} awarded since then wait for `microcred uphold-awards {slug}`." if waiting else ""
        again = awards_to_sign_again().filter(issuer=issuer).count()
        return f"Nothing that {meant.public_multibase} signed is trusted. {again} awards are being signed again.{later}"

    return _on_issuer(slug, act)


class _KeyUnclear(Exception):
    """None or several keys have a name that begins so; the words name those there are."""


def _key_meant(issuer: Issuer, purpose: str, beginning: str) -> SigningKey:
    trusted = list(keys_to_condemn(issuer).filter(purpose=purpose))
    found = [key for key in trusted if key.public_multibase.startswith(beginning)]
    if len(found) == 1 or (found and not beginning):
        return found[0]
    known = ", ".join(key.public_multibase for key in trusted)
    raise _KeyUnclear(f"Say with --key which of these it is: {known}." if known else f"No key of {purpose} is trusted.")


def uphold_since(*, slug: str) -> int:
    """Uphold what was awarded since any condemned key of an issuer is in doubt."""

    def act(issuer: Issuer, at: datetime) -> str:
        upheld = [uphold(actor=None, condemnation=each, at=at) for each in condemnations_to_uphold(issuer)]
        return f"{sum(awards_since(each.condemnation).count() for each in upheld)} awards stand and are signed again."

    return _on_issuer(slug, act)


def stop(*, slug: str, reason: str) -> int:
    """Stop an issuer."""

    def act(issuer: Issuer, at: datetime) -> str:
        stop_issuing(actor=None, issuer=issuer, reason=reason, at=at)
        return f"{issuer.name} signs nothing until `microcred resume-issuing {slug}`."

    return _on_issuer(slug, act)


def resume(*, slug: str) -> int:
    """End a stop."""

    def act(issuer: Issuer, at: datetime) -> str:
        resume_issuing(actor=None, issuer=issuer, at=at)
        return f"{issuer.name} signs again; {intents_waiting_at(issuer)} awards waited for it."

    return _on_issuer(slug, act)


def _on_issuer(slug: str, act: Callable[[Issuer, datetime], str]) -> int:
    issuer = Issuer.objects.filter(slug=slug).first()
    if issuer is None:
        known = ", ".join(Issuer.objects.order_by("slug").values_list("slug", flat=True)) or "none yet"
        return _refused(f"There is no issuer “{slug}”. There are: {known}.")
    try:
        typer.echo(act(issuer, now()))
    except (Refusal, _KeyUnclear) as refusal:
        return _refused(str(refusal))
    return 0


def _refused(words: str) -> int:
    typer.echo(words, err=True)
    return 2
