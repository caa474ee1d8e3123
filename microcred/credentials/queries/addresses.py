"""What stands at an address of this server."""

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from microcred.catalog.models import Version
from microcred.credentials.models import (
    Award,
    Issuer,
)
from microcred.credentials.queries.awards import TEXT_AGAIN, award_with_all
from microcred.foundation.asked_often import asked_often


@asked_often
def _signed_text(*, award_id: UUID) -> QuerySet[Award, str]:
    return Award.objects.filter(pk=award_id).values_list(Coalesce(TEXT_AGAIN, "intent__signed__text"), flat=True)


def award_at_address(path: str) -> Award | None:
    """The award whose page, or a file beside it, has this path on this server."""
    award_id = _award_id_in(path)
    return award_with_all(award_id) if award_id is not None else None


def text_at_address(path: str) -> str | None:
    """The signed credential of the award that has this path, as it is served: as it was signed last."""
    award_id = _award_id_in(path)
    return _signed_text.first(award_id=award_id) if award_id is not None else None


def _award_id_in(path: str) -> UUID | None:
    parts = path.strip("/").split("/")
    if len(parts) not in (2, 3) or parts[0] != "credentials":
        return None
    try:
        return UUID(parts[1])
    except ValueError:
        return None


def issuer_at_address(path: str) -> Issuer | None:
    """The issuer whose page has this path on this server."""
    parts = path.partition("?")[0].strip("/").split("/")
    if len(parts) != 2 or parts[0] != "issuers":
        return None
    return Issuer.objects.select_related("organization").filter(slug=parts[1]).first()


def version_at_address(path: str) -> Version | None:
    """The published version whose page has this path on this server; of a micro-credential's own page its newest."""
    parts = path.partition("?")[0].strip("/").split("/")
    if len(parts) not in (2, 4) or parts[0] != "catalogue":
        return None
    versions = Version.objects.filter(micro_credential__slug=parts[1]).select_related("micro_credential__owner")
    if len(parts) == 4:
        if parts[2] != "versions" or not parts[3].isdigit():
            return None
        versions = versions.filter(number=int(parts[3]))
    return versions.order_by("-number").first()
