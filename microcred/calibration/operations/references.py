"""Asking whom an applicant names as a reference: by mail, with one link, for as long as nothing is decided."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import ApplicationReference, AssessorApplication, ReferenceAnswer
from microcred.calibration.queries import open_applications
from microcred.foundation import jobs
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.organizations.queries import addresses_of

REFERENCE_LASTS = timedelta(days=21)
REFERENCE_JOB = "calibration.mail_reference"

MOST_NAMED = 5
"""times that one place of a reference is filled anew: nobody writes to strangers through it"""


class ReferenceUnfit(Refusal):
    """A reference is missing, is the applicant, or is named twice."""

    message = _(
        "Name {count} people with a name and an e-mail address each, none of them twice and none of them yourself. "
        "“{typed}” does not fit."
    )
    status = 422


class ReferenceOver(Refusal):
    """The link is too old, was used, or nothing is left to be asked."""

    message = _(
        "This link is no longer good: it was used, is too old, or the application is decided. Nothing more is to be "
        "done; the applicant can have a new one sent."
    )


class ReferencesThemselves(Refusal):
    """The applicant opened the link of their own reference."""

    message = _("This link is for whom {name} named as a reference. You are signed in as {name}, so it stays closed.")


class ReferenceAnswered(Refusal):
    """There is an answer in this place."""

    message = _("This reference has answered already. Nothing more is to be done.")


class NamedTooOften(Refusal):
    """The place was filled anew often enough."""

    message = _("This reference was changed {count} times. Write to the lead assessors if nobody can be reached.")


def fit_references(person: Person, named: Sequence[tuple[str, str]], count: int) -> list[tuple[str, str]]:
    """Names and addresses as they are kept; as many as are asked, none of them the person.

    Raises:
        ReferenceUnfit.
    """
    fit: list[tuple[str, str]] = []
    mine = {person.email.lower(), *(address.email.lower() for address in addresses_of(person))}
    for name, typed in named[:count]:
        email = typed.strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ReferenceUnfit(count=count, typed=typed) from None
        if not name.strip() or email in mine or email in {other for _name, other in fit}:
            raise ReferenceUnfit(count=count, typed=typed)
        fit.append((" ".join(name.split()), email))
    if len(fit) < count:
        raise ReferenceUnfit(count=count, typed="")
    return fit


def ask_reference(
    application: AssessorApplication, position: int, name: str, email: str, at: datetime, turn: int = 1
) -> ApplicationReference:
    """Name somebody, and have the mail with their link sent. For verbs."""
    row = ApplicationReference(
        application=application, position=position, turn=turn, name=name, email=email, expires_at=at + REFERENCE_LASTS
    )
    row.token_digest = digest_of_reference(reference_token(row.pk))
    row.save(force_insert=True)
    jobs.defer(REFERENCE_JOB, queue="mail", reference_id=str(row.pk))
    return row


@operation
def name_reference(
    *, actor: Person, application: AssessorApplication, position: int, name: str, email: str, at: datetime
) -> ApplicationReference:
    """Name somebody else as a reference, or ask the same person by a new link. The link before is good no more.

    Raises:
        ReferenceOver: the application came to its end, or no such reference is asked.
        ReferenceAnswered, ReferenceUnfit, NamedTooOften, NotAllowed.
    """
    if application.person_id != actor.pk:
        raise NotAllowed
    hold(application.rules.stack_id)
    count = application.rules.references
    if not 1 <= position <= count or not open_applications().filter(pk=application.pk).exists():
        raise ReferenceOver
    if ReferenceAnswer.objects.filter(application=application, position=position).exists():
        raise ReferenceAnswered
    rows = ApplicationReference.objects.filter(application=application)
    ((name, email),) = fit_references(actor, [(name, email)], 1)
    if rows.exclude(position=position).filter(email=email).exists():
        raise ReferenceUnfit(count=count, typed=email)
    before = rows.filter(position=position).first()
    turn = before.turn + 1 if before else 1
    if turn > MOST_NAMED:
        raise NamedTooOften(count=MOST_NAMED)
    rows.filter(position=position).delete()
    return ask_reference(application, position, name, email, at, turn)


@operation
def mail_reference(*, actor: None, reference: ApplicationReference, at: datetime) -> bool:
    """Send the link of a reference that is still asked. Return whether it was sent. At least once, as invitations."""
    if why_not_answer(None, reference, at=at) is not None:
        return False
    applicant = reference.application.person
    stack = reference.application.rules.stack
    address = f"{settings.PUBLIC_URL}/references/{reference_token(reference.pk)}/"
    context = {"reference": reference, "applicant": applicant, "stack": stack, "address": address}
    with translation.override(applicant.language):
        subject = gettext("%(person)s names you as a reference") % {"person": applicant.name}
        message = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string("calibration/reference_mail.txt", context),
            to=[reference.email],
            headers={
                "Message-ID": f"<{reference.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("calibration/reference_mail.html", context), "text/html")
    message.send()
    return True


@operation
def answer_reference(
    *,
    actor: Person | None,
    reference: ApplicationReference,
    knows: str,
    speaks: ReferenceAnswer.Speaks,
    words: str,
    at: datetime,
) -> ReferenceAnswer:
    """Answer for somebody by the link of a mail. Once; only lead assessors read it.

    Args:
        actor: Who is signed in; None: nobody is, as most who are asked.

    Raises:
        ReferenceOver, ReferencesThemselves.
    """
    application = reference.application
    hold(application.rules.stack_id)
    refusal = why_not_answer(actor, reference, at=at)
    if refusal is not None:
        raise refusal
    return ReferenceAnswer.objects.create(
        application=application,
        position=reference.position,
        name=reference.name,
        knows=knows.strip(),
        speaks=speaks,
        words=words.strip(),
        answered_at=at,
    )


def why_not_answer(person: Person | None, reference: ApplicationReference, *, at: datetime) -> Refusal | None:
    """What stands between who opens a link and an answer; None when nothing does."""
    application = reference.application
    if person is not None and person.pk == application.person_id:
        return ReferencesThemselves(name=person.name)
    answered = ReferenceAnswer.objects.filter(application=application, position=reference.position).exists()
    there = ApplicationReference.objects.filter(pk=reference.pk).exists()
    if answered or not there or reference.expires_at <= at:
        return ReferenceOver()
    return None if open_applications().filter(pk=application.pk).exists() else ReferenceOver()


def reference_token(reference_id: UUID) -> str:
    """The token of a reference's link. It is kept nowhere: only this server's secret can make it again."""
    proof = salted_hmac("calibration.reference", str(reference_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(proof).rstrip(b"=").decode()


def digest_of_reference(token: str) -> str:
    """The digest under which a reference's token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()
