"""What a submission holds, as blind readers may see it: no person, no program, no name of a file."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Requirement
from microcred.catalog.queries import VersionSaid, said_in
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import Submission, SubmittedItem, SubmittedText
from microcred.portfolios.rules import word_count


@dataclass(frozen=True)
class SubmittedEvidence:
    """One file or link. `alias` is all that a blind reader learns of its name; `url` is set for links only."""

    id: UUID
    kind: str
    alias: str
    media_type: str
    size: int
    sha256: str
    url: str


@dataclass(frozen=True)
class RequirementContents:
    """What was handed in for one requirement: its text, if it asks for one, and its files and links."""

    requirement: Requirement
    criteria: frozenset[UUID]
    text: str
    items: tuple[SubmittedEvidence, ...]

    @property
    def words(self) -> int:
        """How many words the text has."""
        return word_count(self.text)


@dataclass(frozen=True)
class Contents:
    """A submission, blind, in the order of what was asked."""

    submission_id: UUID
    alias: str
    attempt: int
    digest: str
    by_requirement: tuple[RequirementContents, ...]

    def feeding(self, criterion_id: UUID) -> tuple[RequirementContents, ...]:
        """What a criterion judges."""
        return tuple(entry for entry in self.by_requirement if criterion_id in entry.criteria)


def contents_of(submission: Submission, said: VersionSaid | None = None) -> Contents:
    """Everything that a submission froze, in five queries however much it is; by default beside the original words."""
    version = submission.pursuit.version
    texts = {text.requirement_id: text.text for text in _texts(submission_id=submission.pk)}
    items: dict[UUID, list[SubmittedEvidence]] = {}
    for row in _items(submission_id=submission.pk):
        items.setdefault(row.item.requirement_id, []).append(_evidence(row))
    requirements = (said or said_in(version, version.language)).requirements
    return Contents(
        submission.pk,
        submission.alias,
        submission.attempt,
        submission.digest,
        tuple(
            RequirementContents(
                requirement,
                frozenset(criterion.pk for criterion in requirement.criteria.all()),
                texts.get(requirement.pk, ""),
                tuple(items.get(requirement.pk, ())),
            )
            for requirement in requirements
        ),
    )


@asked_often
def _texts(*, submission_id: UUID) -> QuerySet[SubmittedText]:
    return SubmittedText.objects.filter(submission=submission_id)


@asked_often
def _items(*, submission_id: UUID) -> QuerySet[SubmittedItem]:
    return SubmittedItem.objects.filter(submission=submission_id).select_related("item__file").order_by("position")


def submitted_item(submission: Submission, item_id: UUID) -> SubmittedItem | None:
    """One frozen file or link of a submission, with its file at hand, to be served under its alias."""
    mine = SubmittedItem.objects.filter(submission=submission, pk=item_id)
    return mine.select_related("item__file", "submission").first()


def _evidence(row: SubmittedItem) -> SubmittedEvidence:
    file = row.item.file
    return SubmittedEvidence(
        id=row.pk,
        kind=row.item.kind,
        alias=row.alias,
        media_type=file.media_type if file else "",
        size=file.size if file else 0,
        sha256=file.sha256 if file else "",
        url=row.item.url,
    )
