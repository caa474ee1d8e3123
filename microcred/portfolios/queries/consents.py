"""What educators declared of the people in their files."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from microcred.calendars.queries import calendar_of
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Consent, Item, Pursuit
from microcred.portfolios.privacy.consents import DECLARED_KINDS, Lack, consent_digest, lack_of
from microcred.portfolios.queries.terms import terms_of
from microcred.portfolios.rules import last_day, promised_by

if TYPE_CHECKING:
    from microcred.portfolios.queries.workspace import Workspace


def consents_of(items: Iterable[Item]) -> dict[UUID, Consent]:
    """The declaration that counts of each item that has one, in one query; none where no item asks for one."""
    asked = [item.pk for item in items if item.kind in DECLARED_KINDS]
    return {row.item_id: row for row in _latest(items=asked)} if asked else {}


def consents_in(pursuit: Pursuit) -> dict[UUID, Consent]:
    """The declaration that counts of each item of a pursuit that has one, taken out or not."""
    return {row.item_id: row for row in _latest_in(pursuit_id=pursuit.pk)}


def digest_of_consent(consent: Consent) -> str:
    """What the manifest of a submission holds of a declaration."""
    return consent_digest(
        {
            "item": str(consent.item_id),
            "version": consent.version,
            "people": sorted(consent.people),
            "permission": consent.permission,
            "expiresOn": consent.expires_on.isoformat() if consent.expires_on else None,
            "declaredAt": consent.declared_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )


def consents_in_manifest(workspace: "Workspace") -> dict[str, str] | None:
    """What the manifest says of the people in files and links: by item, the digest of what was declared."""
    declared = consents_of(item for work in workspace.work for item in work.items)
    return {str(item): digest_of_consent(consent) for item, consent in declared.items()} or None


def lack_of_consent(item: Item, consent: Consent | None, *, needed_until: date) -> Lack | None:
    """What an item's declaration lacks, if it needs one."""
    people, expires_on = (consent.people, consent.expires_on) if consent else (None, None)
    return lack_of(item.kind, people, expires_on, needed_until=needed_until)


def needed_until(pursuit: Pursuit, at: datetime) -> date:
    """The last day on which a decision would be promised, were the work handed in now: until then it is looked at."""
    owner = pursuit.version.micro_credential.owner
    days, calendar = terms_of(pursuit.version).promised_days, calendar_of(owner).calendar
    return last_day(promised_by(at, zone=owner.time_zone, business_days=days, calendar=calendar), owner.time_zone)


def today_of(pursuit: Pursuit, at: datetime) -> date:
    """The day it is where the micro-credential is offered."""
    return at.astimezone(ZoneInfo(pursuit.version.micro_credential.owner.time_zone)).date()


@asked_often
def _latest(*, items: list[UUID]) -> QuerySet[Consent]:
    return Consent.objects.filter(item__in=items).order_by("item", "-version").distinct("item")


@asked_often
def _latest_in(*, pursuit_id: UUID) -> QuerySet[Consent]:
    return Consent.objects.filter(item__pursuit=pursuit_id).order_by("item", "-version").distinct("item")
