"""What a new version does to the one before it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design, Judgement, Kind, Reason, kind_of_change
from microcred.catalog.models import Succession, Version
from microcred.catalog.queries.grace import grace_in
from microcred.catalog.queries.successions import rubric_lineage_of
from microcred.catalog.rules import grace_ends
from microcred.foundation.refusals import Refusal


class MoreThanWording(Refusal):
    """A change that counts was called editorial; `reasons` lists every field that decides it."""

    message = _(
        "This is more than a change of wording: {facts} ({count} in all.) Publish it as a new version, or take these "
        "changes back."
    )
    field = "change"

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        first: str | Promise = reasons[0].words
        super().__init__(facts=first, count=len(reasons))


class NothingToRevise(Refusal):
    """There is no version whose wording could change, or none of it did."""

    message = _("Nothing reads otherwise than in the version that is published. Change its words first.")
    field = "change"


class NoteMissing(Refusal):
    """A revision that says nobody what was revised."""

    message = _("Say in a sentence what was mended: people in progress and assessors read it.")
    field = "note"


def judged(before: Version | None, design: Design, change: Kind | None, note: str) -> Judgement | None:
    """What lies between the last version and a design; refused where it is called editorial and is not.

    Raises:
        MoreThanWording, NothingToRevise, NoteMissing.
    """
    judgement = kind_of_change(Design.model_validate(before.design), design) if before else None
    if change is Kind.EDITORIAL:
        if judgement is None or judgement.is_nothing:
            raise NothingToRevise
        if not judgement.may_be_editorial:
            raise MoreThanWording(judgement.reasons)
        if not note.strip():
            raise NoteMissing
    return judgement


def write_succession(version: Version, before: Version, judgement: Judgement, kind: Kind, note: str) -> Succession:
    """Write down what came after what. A revision hurries nobody and asks nobody to qualify anew.

    Nor does a version that reads otherwise but judges by the same rubric ask that of assessors.
    """
    owner, at = version.micro_credential.owner, version.published_at
    grace = grace_in(owner)
    substantive = kind is Kind.SUBSTANTIVE
    another_rubric = substantive and judgement.touches_rubric
    return Succession.objects.create(
        version=version,
        before=before,
        kind=kind.value,
        note=note.strip(),
        grace_ends_at=grace_ends(at, grace.days, zone=owner.time_zone) if substantive else None,
        rubric_of=version if another_rubric else rubric_lineage_of(before),
        requalify_from=grace_ends(at, grace.assessor_days, zone=owner.time_zone) if another_rubric else None,
    )
