"""What came after what: the versions of a micro-credential, and any two of them side by side."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from microcred.catalog import access, queries
from microcred.catalog.design import Judgement, PieceDiff, field_name
from microcred.foundation.clock import now
from microcred.foundation.methods import require_safe
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as

SINGLE = ("components", "research", "resources", "requirements", "rubric", "part_rules", "alignments")
"""Lists of pieces, in the order of the page of a version."""


@dataclass(frozen=True)
class ShownList:
    """One list of pieces: those that differ, and how many read as before."""

    name: str
    title: str | Promise
    pieces: list[PieceDiff]
    same: int


@require_safe
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """The history of a micro-credential: every version and revision, what changed and why."""
    thing = access.public_micro_credential(slug)
    at = now()
    person = request.user if isinstance(request.user, Person) else None
    history = queries.history_of(thing)
    gone = getattr(thing, "retirement", None)
    ends = queries.ends_of([gone, *(getattr(one, "succession", None) for one in history)])
    into = [code for code, _name in settings.LANGUAGES if code != history[0].language]
    context = {
        "thing": thing,
        "history": [(one, ends.get(one.succession.pk) if hasattr(one, "succession") else None) for one in history],
        "newest": history[0],
        "gone_ends_at": ends.get(gone.pk) if gone else None,
        "may_retire": person and queries.may_retire(person, thing, at=at),
        "leads": person and acts_as(person, Role.LEAD_ASSESSOR, for_organization=thing.owner, at=at),
        "keeps": person and queries.may_extend_grace(person, thing, at=at),
        "at": at,
        "into": into,
    }
    return render(request, "catalog/versions.html", context)


@require_safe
def changes(request: HttpRequest, slug: str, label: str, before: str) -> HttpResponse:
    """Two versions side by side: texts by words, requirements and rubric piece by piece."""
    old, new = access.compared_versions(slug, label, before)
    judgement = queries.judged_between(old, new)
    succession = getattr(new, "succession", None)
    context = {
        "old": old,
        "new": new,
        "thing": new.micro_credential,
        "judgement": judgement,
        "lists": _lists(judgement),
        "succession": succession,
        "ends_at": queries.ends_of([succession]).get(succession.pk) if succession else None,
        "others": [one for one in queries.history_of(new.micro_credential) if one.pk not in (old.pk, new.pk)],
    }
    return render(request, "catalog/changes.html", context)


def _lists(judgement: Judgement) -> list[ShownList]:
    pieces = judgement.comparison.pieces
    return [
        ShownList(
            name,
            field_name(name),
            [piece for piece in pieces[name] if not piece.is_same],
            sum(piece.is_same for piece in pieces[name]),
        )
        for name in SINGLE
        if any(not piece.is_same for piece in pieces.get(name, ()))
    ]
