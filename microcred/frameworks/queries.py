"""Questions about frameworks and their standards."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

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
    for standard in rows:
        for name in (standard.framework.name, standard.framework.slug):
            if (name, standard.code) in wanted:
                found[name, standard.code] = standard
    return found


def frameworks() -> QuerySet[Framework]:
    """All adopted frameworks by name."""
    return Framework.objects.order_by("name")


def standards() -> QuerySet[Standard]:
    """The standards of all frameworks, in their order."""
    return Standard.objects.select_related("framework").order_by("framework__name", "position")
