"""What `microcred set-quota` does: how much evidence an organization and those below it may keep."""

from decimal import Decimal

from rich.console import Console

from microcred.foundation.clock import now
from microcred.organizations.models import Organization
from microcred.portfolios.operations import set_quota

DONE, REFUSED = 0, 2


def set_quota_of(*, slug: str, gib: float | None) -> int:
    """Set the quota of an organization, as the operator. Return the exit code.

    Args:
        gib: in gigabytes of 1024³ bytes; None for no limit of its own.
    """
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        Console(stderr=True).print(f"There is no organization “{slug}”.", highlight=False)
        return REFUSED
    size = None if gib is None else int(Decimal(str(gib)) * 1024**3)
    set_quota(actor=None, organization=organization, size=size, at=now())
    room = "no limit of its own" if gib is None else f"at most {gib:g} GiB"
    Console().print(f"{organization.name}: {room}, with all below it.", highlight=False)
    return DONE
