"""Scenes for the stories of pins: a document of three pages and an answer in somebody's hands."""

from dataclasses import dataclass
from datetime import datetime

from microcred.catalog.models import Criterion
from microcred.organizations.models import Person
from microcred.portfolios.models import Submission, SubmittedItem, SubmittedText
from microcred.portfolios.operations import save_answer
from microcred.portfolios.places import Place
from microcred.portfolios.tests import make as work
from microcred.scoring.models import NotedPin, QueueItem
from microcred.scoring.operations import claim, enqueue, pin_evidence

SECOND_PAGE = Place(page=2)
ANSWER = "We met on **Tuesdays** and wrote our norms down. Nobody was late."


@dataclass
class Desk:
    """What somebody reads."""

    item: QueueItem
    reader: Person
    at: datetime

    @property
    def submission(self) -> Submission:
        return self.item.submission

    @property
    def plan(self) -> SubmittedItem:
        return SubmittedItem.objects.select_related("item", "submission__pursuit__version").filter(
            submission=self.submission, item__title="roles.pdf"
        )[0]

    @property
    def answer(self) -> SubmittedText:
        around = SubmittedText.objects.select_related("submission__pursuit__version")
        return around.get(submission=self.submission, text=ANSWER)

    @property
    def criteria(self) -> list[Criterion]:
        return list(Criterion.objects.filter(version=self.item.version).order_by("position"))

    def pin(self, piece=None, *, place=SECOND_PAGE, criterion=None, **changes) -> NotedPin:
        wishes = {"actor": self.reader, "claim_number": self.item.claim_number, "at": self.at, **changes}
        criterion = criterion or self.criteria[0]
        piece = piece or self.plan
        if isinstance(piece, SubmittedText):
            place = Place()
        return pin_evidence(item=self.item, criterion=criterion, piece=piece, place=place, **wishes)


def at_the_desk(cast, version, reader: Person, *, educator: Person | None = None, at: datetime | None = None) -> Desk:
    """A submission with a document of three pages, claimed."""
    at = at or cast.at
    pursuit = work.started(cast, version, at=at, **({"person": educator} if educator else {}))
    work.put(pursuit, "roles.pdf", work.pdf(3), at=at)
    asked = work.asked(pursuit)
    save_answer(actor=pursuit.person, pursuit=pursuit, requirement=asked, text=ANSWER, revision=0, at=at)
    submission = work.handed_in(pursuit, at=at)
    item = enqueue(actor=None, submission=submission, at=at)
    return Desk(claim(actor=reader, item=item, at=at), reader, at)
