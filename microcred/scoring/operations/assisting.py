"""A program that suggests where to look: allowing it, asking it, seeing what it says, and saying what came of that.

It never decides. Nothing that it says is read by a verb of a reading or of a decision.
"""

import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion, MicroCredential
from microcred.catalog.queries import rubric_of
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.models import StatementWording, SubmittedItem
from microcred.portfolios.privacy import all_replaced, look
from microcred.portfolios.queries import contents_of, known_of
from microcred.scoring.models import (
    Assistance,
    AssistanceTerms,
    Claim,
    EvidenceOpening,
    Mark,
    QueueItem,
    Suggestion,
    SuggestionAnswer,
    SuggestionShown,
)
from microcred.scoring.operations.claims import held_by
from microcred.scoring.operations.policies import OfferedByAnother
from microcred.scoring.queries import (
    allowed_for,
    appeal_being_read,
    assistance_terms_of,
    carried_into,
    covers_all_alike,
    the_assistant,
    unopened_in,
)
from microcred.scoring.rules import DOUBLE, Answer, Asked, CriterionAsked, NoAnswer, kept, paragraphs

INSTEAD = "…"
"""where a name stood"""


class AssistanceReasonMissing(Refusal):
    """Nobody would know why."""

    message = _("Say why: whoever looks at it later, an educator among them, has nothing else to go by.")
    field = "reason"
    status = 422


class AssistanceStands(Refusal):
    """What was declared is what holds already."""

    message = _("This holds already. Choose something else, or leave it as it is.")


class EvidenceFirst(Refusal):
    """Not all of the evidence was opened."""

    message = _("Open all of the evidence first: {unopened}. What a program says is no way around it.")


class LevelFirst(Refusal):
    """The reader has not put down a level of their own."""

    message = _("Put down your own level of “{criterion}” first. You can still change it afterwards.")


class SuggestionAnswered(Refusal):
    """It was said before whether it was used."""

    message = _("You have said before whether you used this. It stays as you said it.")


@operation
def allow_assistance(
    *,
    actor: Person,
    micro_credential: MicroCredential,
    allowed: bool,
    reason: str,
    at: datetime,
    statement: StatementWording | None = None,
) -> AssistanceTerms:
    """Say whether a program may suggest to assessors where to look in the work on a micro-credential. Earlier editions
    stay, with who declared them and why.

    Args:
        actor: a lead assessor of who offers it, or above.
        statement: in which educators agree that their words are sent elsewhere; None: nothing is sent.

    Raises:
        AssistanceReasonMissing, AssistanceStands, OfferedByAnother, NotAllowed.
    """
    owner = micro_credential.owner
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=owner, at=at):
        raise NotAllowed
    if statement is not None and statement.organization_id not in owner.lineage:
        raise OfferedByAnother
    if not reason.strip():
        raise AssistanceReasonMissing
    hold(micro_credential.pk)
    before = assistance_terms_of(micro_credential).first()
    said = (allowed, statement.pk if statement else None)
    if (before.allowed, before.statement_id) == said if before else not allowed:
        raise AssistanceStands
    return AssistanceTerms.objects.create(
        micro_credential=micro_credential,
        allowed=allowed,
        statement=statement,
        reason=reason.strip()[:1_000],
        declared_at=at,
        declared_by=actor,
    )


@operation
def ask_assistant(*, actor: None, claim: Claim, at: datetime) -> Assistance | None:
    """Ask a program where it would look in work that somebody took, where its terms allow that. Once for each of them;
    None where none may be asked.

    About half of the work it is not asked about, by lot, whatever it is; nor ever about a third reading, or what is
    read afresh. So from nothing being said nobody can tell these, and papers are asked about like all else.
    """
    hold(claim.item_id)
    there = Assistance.objects.filter(item=claim.item_id, assessor=claim.assessor_id).first()
    if there is not None:
        return there
    item = QueueItem.of_all.select_related("version__micro_credential", "submission__pursuit__person").get(
        pk=claim.item_id
    )
    terms, assistant = allowed_for(item.version.micro_credential), the_assistant()
    if terms is None or assistant is None:
        return None
    came, drafts = Assistance.Came.NOT_DRAWN, []
    if lot_falls_on_it() and not _is_read_again(item):
        came = Assistance.Came.NOT_COVERED
        if not assistant.sends_elsewhere or covers_all_alike(terms, item):
            asked = _asked(item, at)
            levels = {one.id: [level.name for level in one.levels] for one in rubric_of(item.version).criteria}
            try:
                drafts = kept(assistant.suggest(asked), asked, levels)
            except NoAnswer:
                drafts = []
            came = Assistance.Came.SUGGESTED if drafts else Assistance.Came.NOTHING
    made = Assistance.objects.create(
        item=item, assessor=claim.assessor, terms=terms, assistant=assistant.name[:60], came=came, asked_at=at
    )
    Suggestion.objects.bulk_create(
        Suggestion(assistance=made, criterion_id=one.criterion, places=list(one.places), remark=one.remark)
        for one in drafts
    )
    return made


def lot_falls_on_it() -> bool:
    """Whether the lot falls on what was taken: one time in two."""
    return secrets.randbelow(2) == 0


@operation
def note_opened(*, actor: Person, item: QueueItem, piece: SubmittedItem, at: datetime) -> EvidenceOpening:
    """Note that who judges opened a file of work of which a program may suggest where to look."""
    hold(actor.pk)
    opened, _new = EvidenceOpening.objects.get_or_create(
        item=item, assessor=actor, piece=piece, defaults={"opened_at": at}
    )
    return opened


@operation
def see_suggestion(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion,
    at: datetime,
    links_opened: bool = False,
) -> SuggestionShown:
    """See what a program suggests for a criterion, after all of the evidence and a level of one's own. Seen twice is
    seen.

    Args:
        links_opened: whether the actor says that they opened the links, too.

    Raises:
        EvidenceFirst, LevelFirst, NotAllowed: and what `held_by` raises.
    """
    held = held_by(actor, item, claim_number, at)
    suggestion = _suggestion(actor, held, criterion)
    there = SuggestionShown.objects.filter(suggestion=suggestion).first()
    if there is not None:
        return there
    unopened = unopened_in(held, actor, links_opened=links_opened)
    if unopened:
        raise EvidenceFirst(unopened=", ".join(unopened))
    noted = Mark.objects.filter(item=held, assessor=actor, criterion=criterion, level__isnull=False).first()
    if noted is None or noted.level is None:
        raise LevelFirst(criterion=criterion.name)
    return SuggestionShown.objects.create(suggestion=suggestion, level=noted.level, shown_at=at)


@operation
def answer_suggestion(
    *, actor: Person, item: QueueItem, claim_number: int, criterion: Criterion, used: bool, at: datetime
) -> SuggestionAnswer:
    """Say whether one used what a program suggested. It changes nothing. The same said twice is said.

    Raises:
        SuggestionAnswered, NotAllowed: and what `held_by` raises.
    """
    held = held_by(actor, item, claim_number, at)
    suggestion = _suggestion(actor, held, criterion)
    if not SuggestionShown.objects.filter(suggestion=suggestion).exists():
        raise NotAllowed
    there = SuggestionAnswer.objects.filter(suggestion=suggestion).first()
    if there is not None and there.used != used:
        raise SuggestionAnswered
    return there or SuggestionAnswer.objects.create(suggestion=suggestion, used=used, answered_at=at)


def _suggestion(actor: Person, item: QueueItem, criterion: Criterion) -> Suggestion:
    found = Suggestion.objects.filter(assistance__item=item, assistance__assessor=actor, criterion=criterion).first()
    if found is None:
        raise NotAllowed
    return found


def _is_read_again(item: QueueItem) -> bool:
    """Whether a locked item is read by a third, or afresh."""
    if item.paper_id is not None:
        return False
    return item.readings_saved >= DOUBLE or appeal_being_read(item.submission) is not None


def _asked(item: QueueItem, at: datetime) -> Asked:
    """The criteria that are open, and the answers without names; nothing of a file, nor of what is set aside."""
    known = known_of(item.submission.pursuit.person, at=at)
    carried = carried_into(item.submission)
    criteria = tuple(
        CriterionAsked(one.id, one.name, one.description, one.required_level.descriptor)
        for one in rubric_of(item.version).criteria
        if one.id not in carried
    )
    answers = []
    for number, one in enumerate(contents_of(item.submission).by_requirement, start=1):
        written = tuple(
            all_replaced(paragraph, [(finding, INSTEAD) for finding in look(paragraph, known)])
            for paragraph in paragraphs(one.text)
        )
        criteria_fed: frozenset[UUID] = one.criteria
        answers.append(Answer(number, criteria_fed, written))
    return Asked(item.version.language, criteria, tuple(answers))
