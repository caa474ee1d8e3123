"""Questions about policies: which speak about a person, and their documents made ready to be applied."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Q, QuerySet

from microcred.organizations.models import Person
from microcred.organizations.queries import districts_of, states_of
from microcred.recognition.models import Policy
from microcred.recognition.rules import Clause
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine import Prepared, prepare
from microcred.recognition.rules.engine.policy import Rate


def document_of(policy: Policy) -> Document:
    """The rules of a statement, typed."""
    return _document(json.dumps(policy.document, sort_keys=True))


@lru_cache(maxsize=1024)
def _document(text: str) -> Document:
    return Document.model_validate_json(text)


def policies_about(person: Person, *, at: datetime) -> list[Policy]:
    """Every statement of the states and districts that a person belongs to, each policy's oldest first. One that makes
    another stricter which is not among them says nothing."""
    places = [*states_of(person, at=at), *districts_of(person, at=at)]
    stated = Policy.objects.filter(jurisdiction__in=places).select_related("jurisdiction").order_by("slug", "number")
    return _that_stand(list(stated))


def _that_stand(policies: list[Policy]) -> list[Policy]:
    while True:
        slugs = {policy.slug for policy in policies}
        standing = [policy for policy in policies if document_of(policy).overlays in {None, *slugs}]
        if len(standing) == len(policies):
            return standing
        policies = standing


def prepared(policies: Sequence[Policy]) -> Prepared:
    """Statements made ready to be applied."""
    return _prepared(tuple(one.model_dump_json() for one in in_turn([document_of(policy) for policy in policies])))


@lru_cache(maxsize=128)
def _prepared(texts: tuple[str, ...]) -> Prepared:
    return prepare([_document(text) for text in texts])


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


def rates_of(policy: Policy) -> list[tuple[Rate, str, Clause]]:
    """Each rate that a policy states, with the option it is of (or none) and its clause; no rate twice."""
    document = document_of(policy)
    clauses = {clause.id: clause for clause in document.clauses}
    stated = [(rate, "") for rate in document.rates]
    stated += [(rate, option.name) for option in document.options for rate in option.rates]
    return [(rate, option, clauses[rate.clause]) for rate, option in stated]
