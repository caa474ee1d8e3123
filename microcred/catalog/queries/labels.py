"""What people read for the values of a facet."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.facets import HOURS_BANDS, Facet, FacetValue
from microcred.catalog.models import Crosswalk, Stack
from microcred.frameworks.models import Standard

FACET_TITLES: dict[Facet, str | Promise] = {
    Facet.STACK: _("Stack"),
    Facet.AUDIENCE: _("For"),
    Facet.HOURS: _("Hours"),
    Facet.EVIDENCE: _("Evidence asked for"),
    Facet.CROSSWALK: _("Crosswalk"),
    Facet.STANDARD: _("Standard"),
    Facet.LANGUAGE: _("Language"),
}

EVIDENCE_KINDS: dict[str, str | Promise] = {
    "document": _("Document"),
    "image": _("Image"),
    "audio": _("Audio"),
    "video": _("Video"),
    "link": _("Link"),
}

HOURS_LABELS: dict[str, str | Promise] = {
    name: format_lazy(_("{first} to {last}"), first=first, last=last)
    if last
    else format_lazy(_("{first} or more"), first=first)
    for name, first, last in HOURS_BANDS
}

Labels = Mapping[tuple[Facet, str], str | Promise]


def labels_for(facets: Mapping[Facet, Iterable[FacetValue]]) -> Labels:
    """What people read for each of these values, in one query."""
    wanted = {facet: [value.value for value in values] for facet, values in facets.items()}
    labels: dict[tuple[Facet, str], str | Promise] = {
        (Facet(facet), value): name for facet, value, name in _names(wanted)
    }
    languages = dict(settings.LANGUAGES)
    for value in wanted.get(Facet.LANGUAGE, []):
        labels[Facet.LANGUAGE, value] = languages.get(value, value)
    labels.update({(Facet.EVIDENCE, kind): label for kind, label in EVIDENCE_KINDS.items()})
    labels.update({(Facet.HOURS, band): label for band, label in HOURS_LABELS.items()})
    for role in wanted.get(Facet.AUDIENCE, []):
        labels[Facet.AUDIENCE, role] = role[:1].upper() + role[1:]
    return labels


def _names(wanted: Mapping[Facet, list[str]]) -> QuerySet[Any, tuple[str, str, str]]:
    """Facet, value and name of the stacks, crosswalks and standards among these values."""
    named = [value.partition(":") for value in wanted.get(Facet.STANDARD, [])]
    standards = Standard.objects.filter(
        framework__slug__in={framework for framework, _colon, _code in named},
        code__in={code for _framework, _colon, code in named},
    )
    stacks = Stack.objects.filter(slug__in=wanted.get(Facet.STACK, [])).order_by()
    crosswalks = Crosswalk.objects.filter(slug__in=wanted.get(Facet.CROSSWALK, []))
    return stacks.values_list(Value(Facet.STACK.value), "slug", "name").union(
        crosswalks.values_list(Value(Facet.CROSSWALK.value), "slug", "name"),
        standards.order_by().values_list(
            Value(Facet.STANDARD.value),
            Concat("framework__slug", Value(":"), "code"),
            Concat("code", Value(" · "), "name"),
        ),
        all=True,
    )
