"""The verbs of rules that are being written: beginning, saving, trying, stating, giving up a draft."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Policy, PolicyDraft, Reevaluation
from microcred.recognition.operations.policies import state_policy
from microcred.recognition.operations.reevaluation import settle
from microcred.recognition.queries.drafts import last_trial, read_draft
from microcred.recognition.queries.policies import document_of, states_rules_for
from microcred.recognition.queries.reevaluation import document_due_at, progress_of
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.reading import LARGEST, Unreadable
from microcred.recognition.rules.statements import as_text, with_values

LONGEST = LARGEST // 10
"""characters of a draft"""


class ChangedSince(Refusal):
    """Somebody else saved the draft while this one was being written."""

    message = _(
        "{who} has saved this draft since you opened it. What you wrote stands below and is not saved yet. Look in "
        "another tab at what theirs says; saving once more puts yours in its place."
    )
    field = "text"


class DraftClosed(Refusal):
    """It was stated, or given up."""

    message = _("This draft is closed: it was stated or set aside. Begin another one.")
    field = "text"


class DraftTooLong(Refusal):
    """Longer than anybody's rules."""

    message = _("A draft has at most {most} characters.")
    field = "text"


class DraftUnsound(Refusal):
    """Something is wrong with it, so that it cannot be tried or stated."""

    message = _("First mend what is wrong with the draft; each place is named below.")


class NoPlaces(Refusal):
    """Its amounts cannot be changed one by one."""

    message = _("The amounts of this draft can only be changed in its text.")


@operation
def begin_draft(
    *,
    actor: Person,
    jurisdiction: Organization,
    at: datetime,
    of: Policy | None = None,
    after: Document | None = None,
) -> PolicyDraft:
    """Begin to write rules.

    Args:
        actor: one who states the rules of the jurisdiction.
        of: the statement that it is to follow, whose words it begins with.
        after: a document of another place to begin with.
    """
    if not states_rules_for(actor, jurisdiction, at=at):
        raise NotAllowed
    if of is not None and of.jurisdiction_id != jurisdiction.pk:
        raise NotAllowed
    text = ""
    if of is not None:
        newest = Policy.objects.filter(slug=of.slug).latest("number")
        text = as_text(document_of(newest).model_copy(update={"version": newest.number + 1}))
    elif after is not None:
        text = as_text(after)
    return PolicyDraft.objects.create(jurisdiction=jurisdiction, text=text, changed_at=at, changed_by=actor)


@operation
def save_draft(*, actor: Person, draft: PolicyDraft, text: str, revision: int, at: datetime) -> PolicyDraft:
    """Save what a draft says now, whatever is wrong with it.

    Args:
        revision: the one that the writer saw.
    """
    found = _open(actor, draft, at)
    if len(text) > LONGEST:
        raise DraftTooLong(most=LONGEST)
    return _written(found, actor, text.replace("\r\n", "\n"), revision, at)


@operation
def save_amounts(
    *, actor: Person, draft: PolicyDraft, values: dict[str, str], revision: int, at: datetime
) -> PolicyDraft:
    """Change amounts, days and names of a draft and leave the text around them as it is.

    Args:
        values: by the path of each.
    """
    found = _open(actor, draft, at)
    try:
        text = with_values(found.text, values)
    except Unreadable as why:
        raise NoPlaces from why
    return _written(found, actor, text, revision, at)


@operation
def try_draft(*, actor: Person, draft: PolicyDraft, at: datetime) -> Reevaluation:
    """See what a draft would change for everyone if it held. Nothing of anyone's is touched."""
    found = _open(actor, draft, at)
    read = read_draft(found)
    if read.document is None or not read.is_sound:
        raise DraftUnsound
    before = last_trial(found)
    if before is not None and not progress_of(before, unit="").is_done:
        return before
    trial = Reevaluation.objects.create(
        jurisdiction=found.jurisdiction,
        draft=found,
        is_trial=True,
        supposed=read.document.model_dump(mode="json", exclude_defaults=True),
        due_at=document_due_at(read.document, at=at),
        begun_at=at,
        begun_by=actor,
    )
    settle(trial, at)
    return trial


@operation
def state_draft(*, actor: Person, draft: PolicyDraft, revision: int, at: datetime) -> Policy:
    """State what a draft says: from then on it is a policy, looked through and tried like any other. Once.

    Args:
        revision: the one that the actor saw.
    """
    found = _locked(actor, draft, at)
    if found.stated is not None:
        return found.stated
    if found.set_aside_at is not None:
        raise DraftClosed
    if found.revision != revision:
        raise ChangedSince(who=found.changed_by.name)
    document = read_draft(found).document
    if document is None:
        raise DraftUnsound
    found.stated = state_policy(actor=actor, jurisdiction=found.jurisdiction, document=document, at=at)
    found.save(update_fields=["stated"])
    return found.stated


@operation
def set_aside(*, actor: Person, draft: PolicyDraft, at: datetime) -> PolicyDraft:
    """Give up a draft."""
    found = _open(actor, draft, at)
    found.set_aside_at = at
    found.save(update_fields=["set_aside_at"])
    return found


def _locked(actor: Person, draft: PolicyDraft, at: datetime) -> PolicyDraft:
    if not states_rules_for(actor, draft.jurisdiction, at=at):
        raise NotAllowed
    hold(draft.pk)
    return PolicyDraft.objects.select_related("jurisdiction", "changed_by", "stated").get(pk=draft.pk)


def _open(actor: Person, draft: PolicyDraft, at: datetime) -> PolicyDraft:
    found = _locked(actor, draft, at)
    if found.stated is not None or found.set_aside_at is not None:
        raise DraftClosed
    return found


def _written(draft: PolicyDraft, actor: Person, text: str, revision: int, at: datetime) -> PolicyDraft:
    if text == draft.text:
        return draft
    if draft.revision != revision:
        raise ChangedSince(who=draft.changed_by.name)
    draft.text, draft.revision, draft.changed_at, draft.changed_by = text, draft.revision + 1, at, actor
    draft.save(update_fields=["text", "revision", "changed_at", "changed_by"])
    return draft
