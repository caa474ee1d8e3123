"""The verb of sets of papers."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Paper, PaperSet, SetPlace
from microcred.calibration.operations.exemplars import in_use
from microcred.calibration.queries import (
    SHOWN_KINDS,
    SHOWN_ONCE_READ,
    agreed_positions,
    agreed_spread,
    newest_set,
    standings_of,
    terms_in,
)
from microcred.calibration.rules import USUAL, Terms
from microcred.calibration.rules.spread import qualifying_unread
from microcred.catalog.models import Version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class NoPapers(Refusal):
    """A set without papers, or with one of another version."""

    message = _("Choose at least one paper of this version for the set.")
    field = "papers"
    status = 422


class NotAgreed(Refusal):
    """It is not agreed what a paper shows."""

    message = _("It is not agreed yet what paper {number} shows. Leave it out until it is.")
    field = "papers"
    status = 422


class ShownElsewhere(Refusal):
    """What is agreed of a paper is, or was, shown to those whom it would try."""

    message = _(
        "What is agreed of paper {number} is shown to assessors in another set, or was: it tries nobody any more. Use "
        "another paper here."
    )
    field = "papers"
    status = 422


class TriesSomebody(Refusal):
    """The paper stands in a set by which assessors are tried."""

    message = _(
        "Paper {number} stands in a set by which assessors are tried. Publish that set without it first; then it can "
        "be shown, and tries nobody any more."
    )
    field = "papers"
    status = 422


class PassesUnread(Refusal):
    """Who gives each criterion one level always, whatever the work, would qualify by the set."""

    message = _(
        "Who gives each criterion always the same level, without reading, has {share} in 100 levels of this set as "
        "agreed, and {good} in 100 qualify. Add papers of which other levels are agreed; or tick below that the set "
        "stands until you have them."
    )
    field = "stands_unread"
    status = 422


class PassesUnreadByLuck(PassesUnread):
    """Such a person has less as agreed, and would qualify by the set more often than somebody poor may."""

    message = _(
        "Who gives each criterion always the same level, without reading, has {share} in 100 levels of this set as "
        "agreed. By the orders in which its papers can come that qualifies {times} times in 100; somebody poor may "
        "{most} times. Add papers of which other levels are agreed; or tick below that the set stands until you have "
        "them."
    )


@operation
def publish_papers(
    *,
    actor: Person,
    version: Version,
    kind: PaperSet.Kind,
    papers: Sequence[Paper],
    at: datetime,
    stands_unread: bool = False,
) -> PaperSet:
    """Publish a set of papers for one thing. It is frozen, and takes the place of the one before.

    The same papers in the same order as before are the same set.

    Args:
        actor: A lead assessor of the organization that offers the micro-credential.
        stands_unread: whether papers to qualify by may stand although who reads none of them would qualify.

    Raises:
        NoPapers, NotAgreed, ShownElsewhere, TriesSomebody, PassesUnread, PassesUnreadByLuck, ConsentMissing,
            PaperRetired, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=version.micro_credential.owner, at=at):
        raise NotAllowed
    if not papers or any(paper.version_id != version.pk for paper in papers):
        raise NoPapers
    hold(version.pk)
    # Of calibration papers what is agreed is shown once they are read: they try nobody else, nor are they known before.
    shows = SHOWN_KINDS if kind == PaperSet.Kind.CALIBRATION else SHOWN_ONCE_READ
    shown = set(SetPlace.objects.filter(paper__in=papers, paper_set__kind__in=shows).values_list("paper", flat=True))
    for standing in standings_of(papers):
        in_use(standing.paper)
        if standing.consensus is None:
            raise NotAgreed(number=standing.paper.number)
        if kind not in SHOWN_KINDS and standing.paper.pk in shown:
            raise ShownElsewhere(number=standing.paper.number)
        if any(one.kind not in SHOWN_KINDS and one.kind != kind for one in standing.sets) and kind in SHOWN_ONCE_READ:
            raise TriesSomebody(number=standing.paper.number)
    before = newest_set(version, kind)
    if before is not None and [place.paper_id for place in before.places.order_by("position")] == [
        paper.pk for paper in papers
    ]:
        return before
    if kind == PaperSet.Kind.QUALIFICATION and not stands_unread:
        said = terms_in(version.micro_credential.owner)
        _fails_unread(papers, said.figures if said else USUAL)
    last = PaperSet.objects.filter(version=version, kind=kind).aggregate(last=Max("number"))["last"] or 0
    row = PaperSet.objects.create(version=version, kind=kind, number=last + 1, published_by=actor, published_at=at)
    SetPlace.objects.bulk_create(
        SetPlace(paper_set=row, paper=paper, position=position) for position, paper in enumerate(papers, start=1)
    )
    return row


def _fails_unread(papers: Sequence[Paper], terms: Terms) -> None:
    """Refuse papers by which somebody qualifies who reads none of them."""
    spread = agreed_spread(papers)
    if spread.passes_unread(terms.good):
        raise PassesUnread(share=spread.unread_in_hundred, good=terms.good)
    times = 100 * qualifying_unread(terms.test, agreed_positions(papers))
    if times > terms.wrongly_in:
        raise PassesUnreadByLuck(share=spread.unread_in_hundred, times=round(times), most=terms.wrongly_in)
