"""Starting many drafts at once, from a spreadsheet."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.bulk import read_designs
from microcred.authoring.models import Draft
from microcred.authoring.operations.drafts import may_write, start_draft
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.foundation.spreadsheets import CellTrouble
from microcred.organizations.models import Organization, Person


class SpreadsheetBroken(Refusal):
    """Rows of the spreadsheet fit nowhere; `troubles` names each by its sheet and number."""

    message = _("The spreadsheet has {count} things to mend, so no draft was started. The first: {where}: {words}")
    field = "spreadsheet"
    status = 422

    def __init__(self, troubles: tuple[CellTrouble, ...]) -> None:
        self.troubles = troubles
        first = troubles[0]
        where = f"{first.sheet} {first.row}" if first.row else first.sheet
        super().__init__(count=len(troubles), where=where, words=first.words)


@operation
def start_drafts(*, actor: Person, owner: Organization, content: bytes, at: datetime) -> list[Draft]:
    """Start a draft for each micro-credential of a filled template: all of them, or none.

    Raises:
        SpreadsheetBroken, NotAllowed.
    """
    may_write(actor, owner, at)
    reading = read_designs(content)
    if reading.troubles:
        raise SpreadsheetBroken(reading.troubles)
    return [start_draft(actor=actor, owner=owner, design=one.design, at=at) for one in reading.drafted]
