"""Questions about policies: which speak about a person, and their documents made ready to be applied."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import lazy

from microcred.catalog.models import MicroCredential
from microcred.foundation.many import among
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, agencies_of_each, organizations_where
from microcred.recognition.models import Cycle, CycleChange, Policy
from microcred.recognition.queries.standing import Standing, standings_of
from microcred.recognition.rules.activities import MICRO_CREDENTIAL
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine import Prepared, prepare
from microcred.recognition.rules.engine.policy import Confirmation
from microcred.recognition.rules.languages import Words, said, words_in
from microcred.recognition.rules.standing import named_in


def document_of(policy: Policy) -> Document:
    """The rules of a statement, typed. A statement is never edited, so they are read once a process."""
    found = _documents.get(policy.pk)
    if found is None:
        if len(_documents) >= MOST_DOCUMENTS:
            _documents.clear()
        found = _documents[policy.pk] = Document.model_validate_json(json.dumps(policy.document))
    return found


def words_of(policies: Iterable[Policy]) -> Words:
    """What statements say in the reader's language, by what they say in their own."""
    found: dict[str, str] = {}
    for policy in policies:
        found |= words_in(policy.document.get("translations", {}))
    return found


def words_of_all(policies: Iterable[Policy]) -> Words:
    """The same with what the policies say on which these stand: a clause that decides may be theirs."""
    families = {policy.family for policy in policies}
    return words_of(Policy.objects.filter(family__in=families).order_by("number") if families else ())


def titles_in(document: Document) -> dict[str, str]:
    """The titles of the micro-credentials that rules name, by what they name them by, where the catalogue has them."""
    named = set(named_in(document.model_dump(mode="json"), "micro_credentials"))
    known = MicroCredential.objects.annotate(called=Cast("pk", CharField()))
    rows = known.filter(Q(called__in=named) | Q(slug__in=named)).values_list("called", "slug", "entry__title")
    return {one: title for called, slug, title in (rows if named else ()) for one in (called, slug) if title}


def _as_read(text: str, policy: Policy) -> str:
    return said(text, words_of([policy]))


as_read = lazy(_as_read, str)
"""Words of a statement for what is read later, such as a notice: in the language that its reader has then."""


MOST_DOCUMENTS = 1024
_documents: dict[UUID, Document] = {}


def policies_about(person: Person, *, at: datetime) -> list[Policy]:
    """Every statement of the states and districts that a person belongs to, of those that gave them a licence, of those
    that they work for, and of those under whose rules they have an open cycle, each policy's oldest first. One that
    makes another stricter which is not among them says nothing."""
    return policies_about_each([person.pk], at=at)[person.pk]


def policies_about_each(
    people: Collection[UUID],
    *,
    at: datetime,
    supposed: Sequence[Policy] = (),
    standings: Mapping[UUID, Standing] | None = None,
) -> dict[UUID, list[Policy]]:
    """The same of several people, by person, in as many queries as of one. Who belongs to the same places shares a
    list.

    Args:
        supposed: statements that nobody has made, each the last of its policy.
        standings: of each person, where somebody has looked already.
    """
    places = agencies_of_each(people, at=at)
    for person, standing in (standings_of(people) if standings is None else standings).items():
        places[person] |= {one.jurisdiction_id for one in standing.licences}
        places[person] |= {one.employment.district_id for one in standing.work}
    for person, jurisdiction in _with_open_cycles(people, on=at.date()):
        places[person] |= {jurisdiction}
    all_places = set[UUID]().union(*places.values())
    stated: list[Policy] = []
    if all_places:
        rows = Policy.objects.filter(jurisdiction__in=all_places)
        stated = [*rows.select_related("jurisdiction").order_by("slug", "number"), *supposed]
    by_places = {
        one: that_stand([policy for policy in stated if policy.jurisdiction_id in one]) for one in set(places.values())
    }
    return {person: by_places[those] for person, those in places.items()}


def _with_open_cycles(people: Collection[UUID], *, on: date) -> Iterable[tuple[UUID, UUID]]:
    """Who has a cycle that has not closed by a day, however it has changed, and under whose rules."""
    changed = CycleChange.objects.filter(cycle=OuterRef("pk"), ends_on__gt=on)
    open_ones = Cycle.objects.filter(Q(ends_on__gt=on) | Exists(changed), among("person", list(people), of="uuid"))
    return open_ones.values_list("person_id", "policy__jurisdiction_id")


def states_rules_for(person: Person, jurisdiction: Organization, *, at: datetime) -> bool:
    """Whether a person states the rules of a jurisdiction: its licensure officer, of a district also its renewal
    coordinator."""
    roles = [Role.LICENSURE_OFFICER]
    roles += [Role.RECOGNIZER] if jurisdiction.kind == Organization.Kind.DISTRICT else []
    return any(acts_as(person, role, for_organization=jurisdiction, at=at) for role in roles)


def jurisdictions_of(person: Person, *, at: datetime) -> list[Organization]:
    """The jurisdictions whose rules a person states, by name."""
    kinds = (Organization.Kind.STATE, Organization.Kind.DISTRICT)
    by_role = organizations_where(person, Role.LICENSURE_OFFICER, at=at).filter(kind__in=kinds)
    own = organizations_where(person, Role.RECOGNIZER, at=at).filter(kind=Organization.Kind.DISTRICT)
    return sorted({one.pk: one for one in (*by_role, *own)}.values(), key=lambda one: (one.name, one.pk))


def that_stand(policies: list[Policy]) -> list[Policy]:
    """Statements without those that make stricter what is not among them."""
    while True:
        slugs = {policy.slug for policy in policies}
        standing = [policy for policy in policies if document_of(policy).overlays in {None, *slugs}]
        if len(standing) == len(policies):
            return standing
        policies = standing


def prepared(policies: Sequence[Policy]) -> Prepared:
    """Statements made ready to be applied, once a process."""
    key = tuple(policy.pk for policy in policies)
    ready = _ready.get(key)
    if ready is None:
        if len(_ready) >= MOST_READY:
            _ready.clear()
        ready = _ready[key] = prepare(in_turn([document_of(policy) for policy in policies]))
    return ready


MOST_READY = 128
_ready: dict[tuple[UUID, ...], Prepared] = {}


def in_turn(documents: Iterable[Document]) -> list[Document]:
    """The same documents, each holding only until the next statement of its policy takes effect."""
    found: dict[str, list[Document]] = {}
    for newer in sorted(documents, key=lambda one: (one.id, one.version)):
        before = found.setdefault(newer.id, [])
        before[:] = [
            one
            if one.effective_until is not None and one.effective_until <= newer.effective_from
            else one.model_copy(update={"effective_until": newer.effective_from})
            for one in before
            if one.effective_from < newer.effective_from
        ]
        before.append(newer)
    return [one for versions in found.values() for one in versions]


def policies_in_force(*, on: date) -> QuerySet[Policy]:
    """The newest statement of each policy in force on a day, with its jurisdiction."""
    newest = (
        Policy.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on)
        .order_by("slug", "-number")
        .distinct("slug")
    )
    return (
        Policy.objects.filter(pk__in=newest.values("pk"))
        .select_related("jurisdiction")
        .order_by("jurisdiction__name", "name")
    )


def unit_of(policy: Policy) -> str:
    """What a policy counts in; of one that makes another stricter, the unit of that one."""
    document = document_of(policy)
    while document.unit is None:
        document = document_of(Policy.objects.filter(slug=document.overlays).latest("number"))
    return document.unit


@dataclass(frozen=True)
class Held:
    """A statement, and when it holds beside the others of its policy.

    Args:
        until: the first day on which it holds no more; None: it goes on.
        is_never: whether a newer statement takes its place from its first day on.
    """

    policy: Policy
    until: date | None
    is_never: bool

    @property
    def by_close(self) -> bool:
        """Whether its days are those on which cycles close."""
        return document_of(self.policy).effective_by == "close"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds."""
        return self.until - timedelta(days=1) if self.until is not None else None


def statements_of_policy(slug: str) -> list[Held]:
    """Every statement of a policy, the newest first, each with when it holds."""
    rows = list(Policy.objects.filter(slug=slug).select_related("jurisdiction").order_by("-number"))
    return held([(row, document_of(row)) for row in rows])


def held(statements: Sequence[tuple[Policy, Document]], *, beside: Sequence[Document] = ()) -> list[Held]:
    """When statements of one policy hold, as each newer one takes the place of those before it.

    Args:
        beside: statements that nobody has made yet.
    """
    ends = {one.version: one.effective_until for one in in_turn([*(each for _row, each in statements), *beside])}
    return [Held(row, ends.get(one.version), one.version not in ends) for row, one in statements]


def stated_below(document: Document) -> Policy | None:
    """The newest statement of what a document makes stricter; None where it stands by itself."""
    return Policy.objects.filter(slug=document.overlays).order_by("-number").first() if document.overlays else None


def stated_above(policy: Policy) -> list[Policy]:
    """The newest statement of each policy that makes this one stricter, by name."""
    newest = Policy.objects.filter(family=policy.family).exclude(slug=policy.slug).order_by("slug", "-number")
    rows = newest.distinct("slug").select_related("jurisdiction")
    return sorted((row for row in rows if document_of(row).overlays == policy.slug), key=lambda row: (row.name, row.pk))


def asking_to_confirm(policies: Collection[UUID]) -> set[UUID]:
    """Of some statements, those by which somebody is to confirm what an award is worth: by their own words, or by what
    is said now where they make another policy stricter."""
    found = set()
    for pk, row in Policy.objects.in_bulk(policies).items():
        document: Document | None = document_of(row)
        while document is not None and not any(map(_is_about_awards, document.confirmation)):
            below = stated_below(document)
            document = document_of(below) if below is not None else None
        if document is not None:
            found.add(pk)
    return found


def _is_about_awards(rule: Confirmation) -> bool:
    return rule.of is None or not rule.of.kinds or MICRO_CREDENTIAL in rule.of.kinds


def name_below(document: Document) -> str:
    """The name of what a document makes stricter, in the reader's language; empty where it stands by itself."""
    row = stated_below(document)
    return str(_as_read(row.name, row)) if row is not None else ""
