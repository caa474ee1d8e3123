"""The operator's verbs of an issuer, in words for a terminal. Each returns the exit code: 0 done, 2 refused."""

from collections.abc import Callable
from datetime import datetime

import typer

from microcred.credentials.models import Issuer, SigningKey
from microcred.credentials.operations import resume_issuing, rotate_key, stop_issuing
from microcred.credentials.queries import intents_waiting_at
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
    except Refusal as refusal:
        return _refused(str(refusal))
    return 0


def _refused(words: str) -> int:
    typer.echo(words, err=True)
    return 2
