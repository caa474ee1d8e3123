"""Questions about frameworks and their standards."""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Count, IntegerField, Q, QuerySet, When

from microcred.foundation.asked_often import asked_often
from microcred.frameworks.models import Framework, Standard

MOST_FOUND = 30
LONGEST_SEARCH = 200
CONFIGS = ("simple", "english", "spanish")
"""How words are read: codes as they stand, texts by the language of their framework."""


def standards_named(names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Standard]:
    """The standards of these (framework, code) pairs, where the framework is given by its name or its slug."""
    wanted = set(names)
    if not wanted:
        return {}
    frameworks = {framework for framework, _code in wanted}
    rows = Standard.objects.select_related("framework").filter(
        Q(framework__name__in=frameworks) | Q(framework__slug__in=frameworks), code__in={code for _f, code in wanted}
    )
    found = {}
    # Of two with one code, the one that stands comes last and counts; nothing stands for what was withdrawn alone
    for standard in sorted(rows, key=lambda row: row.withdrawn_at is None):
        for name in (standard.framework.name, standard.framework.slug):
            if (name, standard.code) in wanted:
                found[name, standard.code] = standard
    return found


def frameworks() -> QuerySet[Framework]:
    """All adopted frameworks by name."""
    return Framework.objects.order_by("name")


def frameworks_with_counts() -> QuerySet[Framework]:
    """The same, each with `items`: how many stand in its present edition."""
    standing = Count("standards", filter=Q(standards__withdrawn_at=None))
    return frameworks().select_related("keeper").annotate(items=standing)


def framework_revisions() -> tuple[tuple[UUID, int], ...]:
    """Each framework with what its revision is: another answer says that some framework changed."""
    return tuple(_revisions())


@asked_often
def _revisions() -> QuerySet[Framework, tuple[UUID, int]]:
    return Framework.objects.order_by("pk").values_list("pk", "revision")


def standards_like(words: str) -> list[Standard]:
    """The standards that a search by code or words finds, the nearest first, without those that were withdrawn.

    A word stands in the code, name or text, or begins a word there. What begins a code comes first, then what has every
    word, then what has some of them: who searches for "planning lessons" is led to "Planning" too.
    """
    words = words.replace("\x00", "").strip()[:LONGEST_SEARCH]
    if not words:
        return []
    by_code = Q(code__istartswith=words)
    plain = "".join(each for each in unicodedata.normalize("NFKD", words) if not unicodedata.combining(each))
    # One or two letters begin too much to say anything
    tokens = [f"{token}:*" if len(token) > 2 else token for token in re.findall(r"\w+", plain)]
    found = Standard.objects.filter(withdrawn_at=None).select_related("framework")
    if not tokens:
        return list(found.filter(by_code).order_by("framework__name", "position")[:MOST_FOUND])
    every = _in_each_language(" & ".join(tokens))
    telling = [token for token in tokens if token.endswith(":*")]
    some = _in_each_language(" | ".join(telling)) if telling else every
    return list(
        found.filter(by_code | Q(search=every) | Q(search=some))
        .annotate(
            near=Case(When(by_code, then=0), When(search=every, then=1), default=2, output_field=IntegerField()),
            rank=SearchRank("search", some),
        )
        .order_by("near", "-rank", "framework__name", "position")[:MOST_FOUND]
    )


def _in_each_language(asked: str) -> SearchQuery:
    one, *others = (SearchQuery(asked, config=config, search_type="raw") for config in CONFIGS)
    return reduce(or_, others, one)


def standards() -> QuerySet[Standard]:
    """The standards of all frameworks, in their order."""
    return Standard.objects.select_related("framework").order_by("framework__name", "position")
