"""What was found amiss with work that came back incomplete, and about which nothing has been done since."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.completeness import Fact
from microcred.portfolios.models import FailedCheck, Incompleteness, Item, LinkLook, StoodBy
from microcred.portfolios.queries.renditions import forms_along

__all__ = ["failed_checks", "still_amiss"]


@asked_often
def failed_checks(*, pursuit_id: UUID) -> QuerySet[FailedCheck]:
    """What was found amiss with the submission that came back incomplete last, in order.

    Each knows whether it is `mended_elsewhere`: the link opened when it was looked at later, or its educator has said
    since that it is handed in as it is.
    """
    latest = Incompleteness.objects.filter(submission__pursuit=pursuit_id).order_by("-submission__number")
    found_at = OuterRef("incompleteness__found_at")
    opened = LinkLook.objects.filter(item=OuterRef("item"), outcome=LinkLook.Outcome.OPENS, looked_at__gt=found_at)
    stood_by = StoodBy.objects.filter(item=OuterRef("item"), fact=OuterRef("fact"), stood_by_at__gt=found_at)
    checks = FailedCheck.objects.filter(incompleteness__in=latest.values("pk")[:1])
    return checks.annotate(mended_elsewhere=Exists(opened) | Exists(stood_by)).order_by("position")


def still_amiss(
    failed: Iterable[FailedCheck], items: Mapping[UUID, Iterable[Item]], *, differs: Callable[[UUID], bool]
) -> dict[UUID, tuple[FailedCheck, ...]]:
    """The findings that stand, by requirement; those about the work as a whole are none of any requirement.

    A finding stands while what is there for its requirement is what was handed in, unless it was mended elsewhere, or
    words stand by now beside a recording that had none.

    Args:
        items: the files and links that are in, by requirement.
        differs: whether what is there for a requirement is something else than what was handed in.
    """
    speaking = {item.pk for those in items.values() for item in those if item.file and not forms_along(item).is_silent}
    stand: dict[UUID, tuple[FailedCheck, ...]] = {}
    for one in failed:
        said_by_now = one.fact == Fact.CAPTIONS_MISSING and one.item_id in speaking
        where = one.requirement_id
        elsewhere = one.mended_elsewhere  # type: ignore[attr-defined] # as `failed_checks` annotates it
        if where and not (elsewhere or said_by_now or differs(where)):
            stand[where] = (*stand.get(where, ()), one)
    return stand
