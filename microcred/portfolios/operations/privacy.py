"""Overruling what the privacy helper found, and renaming; what it sees in files when they are put in."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.inspection import extension_of
from microcred.foundation.inspection.apart import words_apart
from microcred.foundation.inspection.words import WITH_WORDS
from microcred.foundation.locks import hold
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import FileLook, Item, Overruling, Pursuit, Renaming
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.privacy import Finding, key_of_words, look
from microcred.portfolios.privacy.words import KEPT_UNSAID
from microcred.portfolios.queries.privacy import Noted, known_of, privacy_of
from microcred.portfolios.queries.workspace import workspace_of
from microcred.portfolios.rules import plain_text

MOST_KEPT = 60
"""findings that are kept of one file; of more than these, how many there are"""


class FindingGone(Refusal):
    """The text changed, or the file went, since the page was made."""

    message = _(
        "What was found there is not there any more: the text changed meanwhile. Open your work again; what is found "
        "now stands beside it."
    )


class ReasonNeeded(Refusal):
    """A finding that keeps from submitting is overruled without a word."""

    message = _("Say in a few words why it is a false alarm, such as “the author of the book we read”.")
    field = "reason"


class TitleNeeded(Refusal):
    """A name of nothing."""

    message = _("Give it a name of up to 255 characters, such as “Lesson plan”.")
    field = "title"


@operation
def overrule(
    *,
    actor: Person,
    pursuit: Pursuit,
    requirement: Requirement,
    key: str,
    reason: str,
    at: datetime,
    everywhere: bool = False,
) -> Overruling:
    """Hold a finding for a false alarm, with the reason. It stays overruled while the paragraphs around it stay.

    Args:
        key: of the finding, as the page had it; another text has others.
        reason: may be empty where the helper is not sure itself: it asked, and the answer is no. A name is kept
            wherever it stands then.
        everywhere: whether the words of a name are kept wherever they stand in this work, whatever is written around
            them. What is no name is about its own place in any case. A name that was kept as advice is asked for again
            where the helper becomes sure of it.

    Raises:
        FindingGone, ReasonNeeded, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    reason = " ".join(plain_text(reason).split())[:300]
    hold(pursuit.pk)
    open_requirement(actor, pursuit, requirement)
    noted = _noted_in(pursuit, requirement, key, at)
    if noted is None:
        raise FindingGone
    if noted.overruling is not None:
        return noted.overruling
    if not reason and noted.keeps_from_submitting:
        raise ReasonNeeded
    everywhere = everywhere or not reason
    return Overruling.objects.create(
        pursuit=pursuit,
        requirement=requirement,
        key=key_of_words(noted.kind, noted.words) if everywhere and noted.is_name else key,
        kind=noted.kind,
        reason=reason or str(KEPT_UNSAID),
        overruled_by=actor,
        overruled_at=at,
    )


@operation
def rename(*, actor: Person, item: Item, title: str, at: datetime) -> Renaming:
    """Give a file or link another title, e.g. one without names. What was handed in keeps the name it had there.

    Raises:
        TitleNeeded, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    title = " ".join(plain_text(title).split())
    if not 0 < len(title) <= 255:
        raise TitleNeeded
    hold(item.pursuit_id)
    open_requirement(actor, item.pursuit, item.requirement)
    return Renaming.objects.create(item=item, title=title, renamed_at=at)


@dataclass(frozen=True)
class Looked:
    """What the helper saw in a file: how much of its text, and its findings as they are kept."""

    read: FileLook.Read
    findings: list[dict[str, Any]]


def look_over(clean: IO[bytes], name: str, *, person: Person, at: datetime) -> Looked:
    """What the helper sees in a file that is about to be put in. It takes a while: nothing is to be held meanwhile.

    Args:
        clean: its bytes; they stand at their beginning again afterwards.
        name: what it is called; its extension says how it is read.
        person: whose file it is, who may be named in it.
    """
    try:
        read = words_apart(clean, name) if extension_of(name) in WITH_WORDS else None
    finally:
        clean.seek(0)
    found = look(read.text, known_of(person, at=at)) if read else ()
    how = FileLook.Read.NONE if read is None else FileLook.Read.ALL if read.whole else FileLook.Read.PART
    first = sorted(found, key=lambda finding: not finding.is_certain)
    kept, more = [_kept(finding) for finding in first[:MOST_KEPT]], first[MOST_KEPT:]
    if more:
        waiting = sum(finding.is_certain for finding in more)
        kept[-1]["more"] = [waiting, len(more) - waiting]
    return Looked(how, kept)


def keep_look(file: StoredFile, looked: Looked, *, person: Person, at: datetime) -> FileLook:
    """Write down what was seen in a file: once, so that no page has to open it again.

    Args:
        file: as it is kept.
        person: whose file it is.
    """
    return FileLook.objects.create(file=file, person=person, read=looked.read, findings=looked.findings, looked_at=at)


def _kept(finding: Finding) -> dict[str, Any]:
    digests = [hashlib.sha256(passage.encode()).hexdigest() for passage in finding.passages[:50]]
    return {"kind": finding.kind.value, "words": finding.words[:200], "count": finding.count, "passages": digests}


def _noted_in(pursuit: Pursuit, requirement: Requirement, key: str, at: datetime) -> Noted | None:
    workspace = workspace_of(pursuit)
    mine = replace(workspace, work=tuple(work for work in workspace.work if work.requirement.pk == requirement.pk))
    noted = privacy_of(mine, at=at).noted.get(requirement.pk, ())
    return next((one for one in noted if one.key == key), None)
