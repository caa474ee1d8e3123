"""What the rules about a person ask beside licences and work: what they have completed, and facts about them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from microcred.foundation.days import day_in
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import Policy
from microcred.recognition.queries.policies import document_of, in_turn, policies_about, words_of
from microcred.recognition.rules.languages import said
from microcred.recognition.rules.standing import completions_asked, facts_asked


@dataclass(frozen=True)
class Asked:
    """Something to have on record.

    Args:
        name: as policies name it.
        jurisdiction: the agency whose rules ask for it; where a district's do, the one above it whose rules it makes
            stricter.
        clauses: the rules that ask for it, in the reader's language, each once.
    """

    name: str
    jurisdiction: Organization
    clauses: Sequence[str]


def completions_asked_of(person: Person, *, at: datetime) -> list[Asked]:
    """The completions that the rules about a person name, by name; whom each rule concerns, its clause says. Of two
    states that ask for the same one, the first is asked whether it is so: what is completed is completed."""
    return _asked_of(person, completions_asked, str.casefold, at=at)


def facts_asked_of(person: Person, *, at: datetime) -> list[Asked]:
    """The facts about the person that those rules ask for, by name. Rules know a fact by its very name."""
    return _asked_of(person, facts_asked, str, at=at)


def _asked_of(
    person: Person,
    asked_in: Callable[[Any], Iterable[tuple[str, str]]],
    known_as: Callable[[str], str],
    *,
    at: datetime,
) -> list[Asked]:
    policies = _that_hold(policies_about(person, at=at), at=at)
    roots = {policy.slug: policy for policy in policies if policy.slug == policy.family}
    found: dict[str, Asked] = {}
    for policy in sorted(policies, key=lambda one: one.slug != one.family):
        words = words_of([policy])
        clauses = {one.id: said(one.words, words) for one in document_of(policy).clauses}
        for name, clause in asked_in(policy.document):
            asked = found.get(known_as(name))
            so_far = list(asked.clauses) if asked is not None else []
            so_far += [clauses[clause]] if clause in clauses and clauses[clause] not in so_far else []
            found[known_as(name)] = Asked(
                name=asked.name if asked is not None else name,
                jurisdiction=asked.jurisdiction if asked is not None else roots.get(policy.family, policy).jurisdiction,
                clauses=so_far,
            )
    return sorted(found.values(), key=lambda one: one.name)


def _that_hold(policies: Sequence[Policy], *, at: datetime) -> list[Policy]:
    """Those whose time is not over: the newest of each, and those before it that hold until it does."""
    held = {(one.id, one.version): one for one in in_turn(document_of(policy) for policy in policies)}
    found = []
    for policy in policies:
        document = document_of(policy)
        holds = held.get((document.id, document.version))
        if holds is not None and (
            holds.effective_until is None or holds.effective_until > day_in(at, document.time_zone)
        ):
            found.append(policy)
    return found
