"""What comments say to an educator is looked at before it is saved, and what was found is kept with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.catalog.queries import title_for_readers
from microcred.foundation.refusals import Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Role
from microcred.organizations.queries import people_with
from microcred.scoring.models import BackReadStep, FeedbackFinding, QueueItem, Scoring
from microcred.scoring.models.feedback import LONGEST_REASON
from microcred.scoring.queries import handed_in_with
from microcred.scoring.rules import FeedbackCheck, Found, holds_a_place, look_at_comment, says_nothing

Finding = tuple[UUID | None, FeedbackCheck]
"""What was found, and of which criterion; None for the word about the whole."""


class PlaceholderLeft(Refusal):
    """A placeholder of a kept comment that nobody edited."""

    message = _(
        "“{about}” still says “{words}”. Write what is meant in its place; words that are no placeholder can stand in "
        "round brackets."
    )
    status = 422


class StandInLeft(Refusal):
    """Words that only hold a place for others, or say nothing where something is needed."""

    message = _(
        "“{about}” says only “{words}”, which tells the educator nothing. Say what the work shows; where the level is "
        "met, the comment may stay empty."
    )
    status = 422


class WordRefused(Refusal):
    """A word that no educator is told."""

    message = _(
        "“{about}” says “{words}”, which no educator is told. Say what the work shows; words that you quote can stand "
        "in quotation marks."
    )
    status = 422


class WordsToLookAt(Refusal):
    """Something was found, and whoever read has not said that it stands."""

    message = _(
        "Something was found in your words, and may be wrong. Mend them, or say of each finding that your words stand."
    )
    status = 422


class RemarkWithoutReason(Refusal):
    """A remark that seems to be about people is said to stand, and nobody says why."""

    message = _(
        "“{about}” says “{words}”. Say it of the work instead, or say in a few words why it stands: your lead "
        "assessors read your reason."
    )
    status = 422


CERTAIN: Mapping[FeedbackCheck, type[Refusal]] = {
    FeedbackCheck.PLACEHOLDER: PlaceholderLeft,
    FeedbackCheck.STAND_IN: StandInLeft,
    FeedbackCheck.INSULT: WordRefused,
}


@dataclass(frozen=True)
class Said:
    """What is said of one criterion, or of the whole."""

    criterion: Criterion | None
    comment: str
    is_short: bool = False

    @property
    def about(self) -> str | Promise:
        """What it is called, for people."""
        return self.criterion.name if self.criterion else _("A word about the whole")


def looked_at(
    item: QueueItem,
    said: Sequence[Said],
    stands: Collection[Finding] | None,
    reasons: Mapping[Finding, str] | None = None,
) -> list[FeedbackFinding]:
    """Look at what is said, and return what was found, not saved yet.

    Args:
        stands: the findings of which whoever read says that their words stand; None where nobody was asked.
        reasons: why they do; needed of a remark about people.

    Raises:
        PlaceholderLeft, StandInLeft, WordRefused: named by criterion, in the order of the rubric.
        WordsToLookAt: something was found that is not among them.
        RemarkWithoutReason: a remark about people stands, and nothing says why.
    """
    handed = handed_in_with(item)
    found = [(one, finding) for one in said for finding in look_at_comment(one.comment, handed, is_short=one.is_short)]
    for one, finding in found:
        if finding.is_certain:
            raise CERTAIN[finding.check](about=one.about, words=finding.words)
    heuristic: dict[Finding, tuple[Said, Found]] = {}
    for one, finding in found:
        heuristic.setdefault((one.criterion.pk if one.criterion else None, finding.check), (one, finding))
    if stands is not None and not {*heuristic} <= {*stands}:
        raise WordsToLookAt
    return [
        _finding(key, one, finding, None if stands is None else (reasons or {}).get(key, ""))
        for key, (one, finding) in heuristic.items()
    ]


def _finding(key: Finding, one: Said, finding: Found, reason: str | None) -> FeedbackFinding:
    """What was found; `reason` is None where nobody was asked."""
    criterion, check = key
    kept = FeedbackFinding(criterion_id=criterion, kind=check.value, stands=None if reason is None else True)
    if finding.asks_for_a_reason and reason is not None:
        kept.words, kept.reason = finding.words[:LONGEST_WORDS], reason.strip()[:LONGEST_REASON]
        if not kept.reason or holds_a_place(kept.reason) or says_nothing(kept.reason):
            raise RemarkWithoutReason(about=one.about, words=finding.words)
    return kept


LONGEST_WORDS = 200
"""characters of a remark that are kept beside its reason"""


def keep_found(
    found: Sequence[FeedbackFinding], scoring: Scoring, step: BackReadStep | None = None, *, at: datetime
) -> None:
    """Save what was found with the reading, or with the other words for it, and tell leads of remarks that stand."""
    for one in found:
        one.scoring, one.step = scoring, step
    FeedbackFinding.objects.bulk_create(found)
    remarks = [one for one in found if one.reason]
    if remarks:
        _tell_leads(remarks, scoring, step, at)


def _tell_leads(remarks: Sequence[FeedbackFinding], scoring: Scoring, step: BackReadStep | None, at: datetime) -> None:
    """Which submission it is of is not said: a lead may yet read it blind."""
    version = scoring.claim.item.version
    owner = version.micro_credential.owner
    lines = "\n\n".join(f"“{one.words}”\n{one.reason}" for one in remarks)
    for lead in people_with(Role.LEAD_ASSESSOR, organization=owner, at=at):
        if lead.pk == scoring.assessor_id:
            continue
        tell(
            actor=None,
            person=lead,
            kind="remark_stands",
            subject=format_lazy(
                _("A remark that seems to be about a person: {title}"), title=title_for_readers(version)
            ),
            body=format_lazy(
                _(
                    "{name} wrote this to an educator, was asked whether it is about the person, and says why it "
                    "stands:\n\n{lines}\n\nThe rule that saw it goes by words and may be wrong. If it is right, talk "
                    "with them."
                ),
                name=scoring.assessor.name,
                lines=lines,
            ),
            path=reverse("reader", args=[owner.slug, scoring.assessor_id]) + "#remarks",
            key=f"remark_stands:{scoring.pk}:{step.pk if step else ''}",
            at=at,
        )
