"""Wording what educators attest."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.models import StatementWording
from microcred.portfolios.rules import plain_text
from microcred.portfolios.statements import LONGEST_STATEMENT, is_platform_s


class StatementIncomplete(Refusal):
    """Words are missing in one of the languages."""

    message = _("Write the statement in English and in Spanish: everyone attests in the language that they read.")
    status = 422


class OneLanguageOnly(Refusal):
    """Who reads one language would attest other words than who reads the other."""

    message = _(
        "These words are still the platform’s, and those in the other language are yours: everyone attests in the "
        "language that they read. Write them here too."
    )
    status = 422


class StatementTooLong(Refusal):
    """More than anybody reads before they tick it."""

    message = _("A statement has at most {most} characters; this one has {length}. Shorten it and save again.")
    status = 422


class EffectiveInThePast(Refusal):
    """It would change what somebody has already attested."""

    message = _("New words hold from now on or later, never earlier: what was attested stays as it was.")
    field = "effective_on"
    status = 422


class PolicyMissing(Refusal):
    """A statement on generative tools says what holds of them."""

    message = _("Choose what holds of generative tools: it decides whether educators are asked which they used.")
    field = "policy"
    status = 422


@operation
def write_statement(
    *,
    actor: Person | None,
    organization: Organization,
    kind: StatementWording.Kind,
    english: str,
    spanish: str,
    effective_at: datetime,
    at: datetime,
    policy: StatementWording.Policy | None = None,
    shows_assessors: bool = False,
) -> StatementWording:
    """Write a new edition of a statement for an organization, and for those below it that say nothing themselves.

    What was attested stays as it was; who hands in after `effective_at` attests the new words.

    Args:
        actor: an administrator of the organization or of one above it; None for the operator.
        policy: what holds of generative tools; of other kinds it is not kept.
        shows_assessors: whether assessors see what educators tell of tools.

    Raises:
        StatementIncomplete, StatementTooLong, OneLanguageOnly, EffectiveInThePast, PolicyMissing, NotAllowed.
    """
    if actor is not None and not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    texts = {"english": plain_text(english).strip(), "spanish": plain_text(spanish).strip()}
    for field, text in texts.items():
        if not text:
            raise StatementIncomplete(field=field)
        if len(text) > LONGEST_STATEMENT:
            raise StatementTooLong(field=field, most=LONGEST_STATEMENT, length=len(text))
    platform_s = [field for field in texts if is_platform_s(kind, field, texts[field])]
    if len(platform_s) == 1:
        raise OneLanguageOnly(field=platform_s[0])
    if effective_at < at:
        raise EffectiveInThePast
    about_tools = kind == StatementWording.Kind.AI_USE
    if about_tools and policy is None:
        raise PolicyMissing
    hold(organization.pk)
    editions = StatementWording.objects.filter(organization=organization, kind=kind).count()
    return StatementWording.objects.create(
        organization=organization,
        kind=kind,
        edition=editions + 1,
        **texts,
        policy=policy.value if about_tools and policy else "",
        shows_assessors=about_tools and shows_assessors,
        effective_at=effective_at,
        written_at=at,
        written_by=actor,
    )
