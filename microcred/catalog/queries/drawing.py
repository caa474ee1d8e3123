"""Questions of who draws crosswalks."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from microcred.catalog.models import Crosswalk, Entry, Stack
from microcred.catalog.queries.cards import on_cards
from microcred.organizations.models import Organization

MOST_CANDIDATES = 12


@dataclass(frozen=True)
class Candidates:
    """What a search finds to put on a path, without what stands there already."""

    stacks: list[Stack]
    entries: list[Entry]


def crosswalks_of(owners: QuerySet[Organization]) -> QuerySet[Crosswalk]:
    """The crosswalks of some organizations, by name."""
    return Crosswalk.objects.filter(owner__in=owners).select_related("owner").order_by("name", "slug")


def candidates_for(crosswalk: Crosswalk, words: str) -> Candidates:
    """The stacks and micro-credentials on offer whose titles hold every word."""
    called, titled = Q(), Q()
    for word in words.split()[:10]:
        called &= Q(name__unaccent__icontains=word)
        titled &= Q(title__unaccent__icontains=word)
    stacks = Stack.objects.filter(called).exclude(crosswalks=crosswalk).order_by("name")[:MOST_CANDIDATES]
    entries = Entry.objects.filter(titled).exclude(micro_credential__picks__crosswalk=crosswalk)
    return Candidates(list(stacks), list(on_cards(entries).order_by("title", "slug")[:MOST_CANDIDATES]))


def free_crosswalk_slug(wanted: str) -> str:
    """A short name that no crosswalk has."""
    wanted = wanted[:100].strip("-") or "crosswalk"
    taken = set(Crosswalk.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
