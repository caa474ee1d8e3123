"""What the rules about a person ask beside licences and work: what they have completed, and facts about them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from microcred.credentials.models import Revocation
from microcred.foundation.days import day_in
from microcred.foundation.many import among
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import ActivityEnding, Fact, FactStatement, Policy, Recognition
from microcred.recognition.queries.ledger import latest_recognitions
from microcred.recognition.queries.policies import document_of, in_turn, policies_about, policies_about_each, words_of
from microcred.recognition.queries.standing import facts_of_things
from microcred.recognition.rules.languages import said
from microcred.recognition.rules.standing import completions_asked, facts_asked, facts_asked_of_things, facts_in


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


def facts_asked_of_things_of(person: Person, *, at: datetime) -> list[Asked]:
    """The facts about single awards and activities that those rules ask for, by name."""
    return _asked_of(person, facts_asked_of_things, str, at=at)


@dataclass(frozen=True)
class AskedOfThing:
    """A fact about one award or activity to have on record.

    Args:
        about: the last word of the rules on the thing.
        asked: what it is.
        is_demanded: whether the thing counts for nothing as long as nobody has stated it.
    """

    about: Recognition
    asked: Asked
    is_demanded: bool


def facts_asked_of_each_thing(person: Person, *, at: datetime) -> list[AskedOfThing]:
    """What the rules about a person ask of each of their awards and activities, and nobody has stated, one after the
    other: those first which do not count for want of it, then the newest. What is revoked or has ended is asked
    nothing."""
    asked = {one.name: one for one in facts_asked_of_things_of(person, at=at)}
    if not asked:
        return []
    known = set(Fact.objects.filter(person=person).values_list("award_id", "activity_id", "name"))
    ended = set(ActivityEnding.objects.filter(activity__person=person).values_list("activity_id", flat=True))
    found: dict[tuple[UUID, str], AskedOfThing] = {}
    for one in latest_recognitions(person):
        if hasattr(one.award, "revocation") or (one.statement is not None and one.statement.activity_id in ended):
            continue
        passed_over = {each.name for each in facts_in(one.policy.document) if not (each.of_person or each.is_demanded)}
        for name in (*asked_in(one.explanation), *passed_over):
            if name in asked and (one.award_id, one.statement_id, name) not in known:
                before = found.get((one.item_id, name))
                is_demanded = name not in passed_over or (before is not None and before.is_demanded)
                found[one.item_id, name] = AskedOfThing(one, asked[name], is_demanded)
    kept_out = {one.about.item_id for one in found.values() if one.is_demanded}

    def place(one: AskedOfThing) -> tuple[bool, date, UUID, bool]:
        return one.about.item_id in kept_out, one.about.earned_on, one.about.item_id, one.is_demanded

    return sorted(found.values(), key=place, reverse=True)


@dataclass(frozen=True)
class OnThing:
    """A fact about one award or activity as its educator reads it: what it is called, and the newest statement of it,
    where anybody has stated it."""

    name: str
    said: FactStatement | None = None


def facts_on_each_thing(person: Person, *, at: datetime) -> dict[UUID, list[OnThing]]:
    """The facts about each of a person's awards and activities that are stated or asked, by the identifier of that."""
    found: dict[UUID, list[OnThing]] = {}
    for fact, statements in facts_of_things(person):
        if fact.thing_id is not None:
            found.setdefault(fact.thing_id, []).append(OnThing(fact.name, statements[0]))
    for one in facts_asked_of_each_thing(person, at=at):
        found.setdefault(one.about.item_id, []).append(OnThing(one.asked.name))
    return found


@dataclass(frozen=True)
class ToSay:
    """A fact for want of which an award is undecided, and nobody has stated.

    Args:
        of_award: whether it is about this award; or about its educator.
    """

    name: str
    of_award: bool


def facts_to_say(recognitions: Iterable[Recognition], *, at: datetime) -> dict[UUID, list[ToSay]]:
    """What can be stated so that rules can decide on some awards, by recognition; in as many queries as of one. What
    waits for a word is stated, and what is revoked is asked nothing."""
    asking = {one.pk: (one, names) for one in recognitions if one.award_id and (names := asked_in(one.explanation))}
    if not asking:
        return {}
    awards = {one.award_id for one, _names in asking.values()}
    revoked = set(Revocation.objects.filter(award__in=awards).values_list("award_id", flat=True))
    people = {one.award.person_id for one, _names in asking.values() if one.award is not None}
    known = Fact.objects.filter(among("person", list(people), of="uuid"), activity__isnull=True)
    stated = set(known.values_list("person_id", "award_id", "name"))
    policies = policies_about_each(people, at=at)
    found: dict[UUID, list[ToSay]] = {}
    for pk, (one, names) in asking.items():
        if one.award is None or one.award_id in revoked:
            continue
        documents = [policy.document for policy in _that_hold(policies[one.award.person_id], at=at)]
        of_things = {name for each in documents for name, _clause in facts_asked_of_things(each)}
        of_people = {name for each in documents for name, _clause in facts_asked(each)}
        for name in dict.fromkeys(names):
            for of_award, asked in ((True, of_things), (False, of_people)):
                about = one.award_id if of_award else None
                if name in asked and (one.award.person_id, about, name) not in stated:
                    found.setdefault(pk, []).append(ToSay(name, of_award))
    return found


def asked_in(explanation: Iterable[Mapping[str, Any]]) -> list[str]:
    """The facts that keep something from being decided, in an explanation as it is kept."""
    return [step["values"]["fact"] for step in explanation if step["result"] == "open" and "fact" in step["values"]]


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
