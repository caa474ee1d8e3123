"""Letting other organizations offer what one owns, and ending that."""

from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import License, LicenseEnding, MicroCredential, Stack
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, people_with


class LicensedToItself(Refusal):
    """The licensee owns the catalogue already."""

    message = _("{owner} owns this already. Choose another organization to license it to.")
    field = "licensee"


class NotYoursToLicense(Refusal):
    """What is to be licensed belongs to somebody else."""

    message = _("“{what}” belongs to {theirs}, so {owner} cannot license it. Ask them for a license of their own.")


class LicenseBackwards(Refusal):
    """The license would close before it opens."""

    message = _("The license would close before it opens. Exchange the two dates or mend one of them.")
    field = "closes_on"


class LicenseOver(Refusal):
    """The license has ended, or its ending is settled."""

    message = _("This license ended, or its end is settled already. What was begun under it goes on.")


class LicenseEndsInThePast(Refusal):
    """A license cannot be ended for a time that people have already relied on it."""

    message = _("A license ends today at the earliest. Choose today or a later day, so that the licensee has notice.")
    field = "ends_on"


@operation
def grant_license(
    *,
    actor: Person,
    owner: Organization,
    licensee: Organization,
    opens_at: datetime,
    closes_at: datetime | None,
    at: datetime,
    micro_credential: MicroCredential | None = None,
    stack: Stack | None = None,
    may_fork: bool = False,
    terms: str = "",
) -> License:
    """Let an organization, and those below it, offer one micro-credential, one stack, or the owner's whole catalogue.

    Args:
        actor: An administrator of the owner or of an organization above it.
        opens_at, closes_at: A half-open period; without an end it lasts until it is ended.
        may_fork: Whether the licensee may also write designs of its own from it.

    Raises:
        LicensedToItself, NotYoursToLicense, LicenseBackwards, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=owner, at=at):
        raise NotAllowed
    if owner.pk in licensee.lineage:
        raise LicensedToItself(owner=owner)
    for thing in (micro_credential, stack):
        if thing is not None and thing.owner_id != owner.pk:
            raise NotYoursToLicense(what=thing, theirs=thing.owner, owner=owner)
    if closes_at is not None and closes_at <= opens_at:
        raise LicenseBackwards
    return License.objects.create(
        owner=owner,
        licensee=licensee,
        micro_credential=micro_credential,
        stack=stack,
        opens_at=opens_at,
        closes_at=closes_at,
        may_fork=may_fork,
        terms=terms,
        granted_at=at,
        granted_by=actor,
    )


@operation
def end_license(*, actor: Person, granted: License, ends_at: datetime, reason: str, at: datetime) -> LicenseEnding:
    """End a license earlier than it said, with notice. What was begun under it goes on.

    Args:
        actor: An administrator of the owner, or of the licensee, who gives it up.

    Raises:
        LicenseOver, LicenseEndsInThePast, NotAllowed.
    """
    if not any(
        acts_as(actor, Role.ORG_ADMIN, for_organization=side, at=at) for side in (granted.owner, granted.licensee)
    ):
        raise NotAllowed
    # Two who end it at once: the second is told that its end is settled.
    hold(granted.pk)
    if LicenseEnding.objects.filter(license=granted).exists() or (granted.closes_at and granted.closes_at <= at):
        raise LicenseOver
    if ends_at < at:
        raise LicenseEndsInThePast
    ending = LicenseEnding.objects.create(license=granted, ends_at=ends_at, ended_at=at, ended_by=actor, reason=reason)
    _tell_of_ending(ending)
    return ending


def _tell_of_ending(ending: LicenseEnding) -> None:
    """Both sides' administrators hear when it ends, why, and what follows; but not who ended it."""
    granted, at = ending.license, ending.ended_at
    for side in (granted.owner, granted.licensee):
        for person in people_with(Role.ORG_ADMIN, organization=side, at=at).exclude(pk=ending.ended_by_id):
            tell(
                actor=ending.ended_by,
                person=person,
                kind="license_ending",
                subject=format_lazy(_("A license of {owner} ends"), owner=granted.owner.name),
                body=format_lazy(
                    _(
                        "{owner} lets {licensee} offer {what} until {ends}: {reason}\n\nAfter that it can be put in no "
                        "stack and no program of {licensee} anew, and programs that offer it under this license take "
                        "no new starts. What was begun goes on, and what was earned stays valid. A new license opens "
                        "it again."
                    ),
                    owner=granted.owner.name,
                    licensee=granted.licensee.name,
                    what=_what(granted),
                    ends=closing_in_words_lazy(ending.ends_at, side.time_zone),
                    reason=ending.reason,
                ),
                path=reverse("own_catalogue", args=[side.slug]),
                key=f"license_ending:{granted.pk}",
                at=at,
            )


def _what(granted: License) -> str | Promise:
    thing = granted.micro_credential or granted.stack
    return format_lazy(_("“{thing}”"), thing=thing) if thing else _("its whole catalogue")
