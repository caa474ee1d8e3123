"""Questions about frameworks and their standards."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from microcred.frameworks.models import Framework, Standard


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


def standards() -> QuerySet[Standard]:
    """The standards of all frameworks, in their order."""
    return Standard.objects.select_related("framework").order_by("framework__name", "position")
