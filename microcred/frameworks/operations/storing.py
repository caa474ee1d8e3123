"""From a package to rows, and from one edition to the next. Called by verbs, inside their transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import connection
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from microcred.foundation.many import among
from microcred.foundation.refusals import Refusal
from microcred.frameworks.case import Item, Package, Place, codes, name_and_text, places, shortened
from microcred.frameworks.models import Association, Definition, Framework, Standard
from microcred.frameworks.queries.packages import stored
from microcred.organizations.models import Organization

BATCH = 500

WRITE_SEARCH = """
UPDATE frameworks_standard SET search = setweight(to_tsvector('simple', unaccent(code)), 'A')
    || setweight(to_tsvector(%(config)s::regconfig, unaccent(name)), 'B')
    || setweight(to_tsvector(%(config)s::regconfig, unaccent(text)), 'C')
WHERE framework_id = %(framework)s
"""

COLUMNS = ("code", "name", "text", "item_type", "parent_id", "position", "depth", "members", "withdrawn_at")
"""Of a standard, what an import writes."""


class ItemElsewhere(Refusal):
    """An item of the package belongs to another framework that is here."""

    message = _(
        "The item “{name}” has the identifier {identifier}, which belongs to “{framework}”. An item stands in one "
        "framework; give it an identifier of its own."
    )
    field = "file"


@dataclass(frozen=True)
class Stored:
    """What became of a package. `recoded` are the standards whose code is another one now."""

    framework: Framework
    recoded: tuple[UUID, ...]


def new_framework(package: Package, *, slug: str, keeper: Organization | None) -> Framework:
    """A framework with nothing in it yet, under the address given or the first free one that its title suggests."""
    framework = Framework(identifier=package.document.identifier, slug=slug or free_slug(package), keeper=keeper)
    _describe(framework, package)
    framework.save(force_insert=True)
    return framework


def free_slug(package: Package) -> str:
    """A short name for a framework that no other has."""
    document = package.document
    wanted = slugify(f"{document.title} {document.version or ''}")[:70].strip("-") or "framework"
    taken = set(Framework.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for number in range(1, len(taken) + 2) if (slug := _numbered(wanted, number)) not in taken)


def write_items(framework: Framework, package: Package, *, at: datetime) -> Stored:
    """Make the framework say what the package says. What the package lacks is withdrawn, never deleted."""
    _describe(framework, package)
    framework.save()
    here = {one.identifier: one for one in Standard.objects.filter(framework=framework)}
    _refuse_items_of_others(package, here)
    going = [one.pk for identifier, one in here.items() if identifier not in {i.identifier for i in package.items}]
    Standard.objects.filter(pk__in=going, withdrawn_at=None).update(withdrawn_at=at)
    recoded = _write_standards(framework, package, here)
    with connection.cursor() as cursor:
        config = "spanish" if framework.language.startswith("es") else "english"
        cursor.execute(WRITE_SEARCH, {"config": config, "framework": framework.pk})
    _write_between(framework, package)
    return Stored(framework, recoded)


def _describe(framework: Framework, package: Package) -> None:
    document = package.document
    framework.name = _free_name(shortened(document.title), document.version or "", framework)
    framework.edition = shortened(document.version or "", 40)
    framework.publisher = shortened(document.publisher or document.creator)
    framework.url = _web_address(document.official_source_url)
    framework.language = (document.language or "en")[:20]
    framework.members = stored("CFDocuments", document.as_members())


def _free_name(title: str, edition: str, framework: Framework) -> str:
    """The title; with its edition where another framework bears it, for designs name frameworks by their names."""
    others = Framework.objects.exclude(identifier=framework.identifier)
    number = 1
    name = title
    while others.filter(name=name).exists():
        suffix = f" ({edition})" if edition and number == 1 else f" ({number})"
        name = f"{shortened(title, 200 - len(suffix))}{suffix}"
        number += 1
    return name


def _web_address(url: str | None) -> str:
    return url if url and len(url) <= 200 and urlsplit(url).scheme in {"http", "https"} else ""


def _numbered(slug: str, number: int) -> str:
    return slug if number == 1 else f"{slug}-{number}"


def _refuse_items_of_others(package: Package, here: Mapping[UUID, Standard]) -> None:
    new = [item for item in package.items if item.identifier not in here]
    found = Standard.objects.filter(among("identifier", [item.identifier for item in new], of="uuid"))
    first = found.select_related("framework").first()
    if first is not None:
        raise ItemElsewhere(name=str(first), identifier=first.identifier, framework=first.framework)


def _write_standards(framework: Framework, package: Package, here: Mapping[UUID, Standard]) -> tuple[UUID, ...]:
    """Write new and changed items; return the standards whose code is another one now."""
    called, standing = codes(package), places(package)
    rows = {item.identifier: here.get(item.identifier) or Standard(framework=framework) for item in package.items}
    new, changed, recoded = [], [], []
    for item in package.items:
        row = rows[item.identifier]
        before = {name: getattr(row, name) for name in COLUMNS}
        _fill(row, item, called[item.identifier], standing[item.identifier], rows)
        if item.identifier not in here:
            new.append(row)
        elif before != {name: getattr(row, name) for name in COLUMNS}:
            changed.append(row)
            if before["code"] != row.code or before["withdrawn_at"]:
                recoded.append(row.pk)
    _step_aside(recoded)
    Standard.objects.bulk_create(new, batch_size=BATCH)
    Standard.objects.bulk_update(changed, [name.removesuffix("_id") for name in COLUMNS], batch_size=BATCH)
    return tuple(recoded)


def _fill(row: Standard, item: Item, code: str, place: Place, rows: Mapping[UUID, Standard]) -> None:
    row.identifier, row.code = item.identifier, code
    row.name, row.text = name_and_text(item)
    stated = item.cf_item_type or (item.cf_item_type_uri.title if item.cf_item_type_uri else "")
    row.item_type = shortened(stated, 80)
    row.parent_id = rows[place.parent].pk if place.parent else None
    row.position, row.depth = place.position, place.depth
    row.members = stored("CFItems", item.as_members())
    row.withdrawn_at = None


def _step_aside(recoded: Iterable[UUID]) -> None:
    """Free the codes that change hands: two items may swap theirs."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE frameworks_standard SET code = id::text WHERE id = ANY(%s)", [list(recoded)])


def _write_between(framework: Framework, package: Package) -> None:
    Association.objects.filter(framework=framework).delete()
    Association.objects.bulk_create(
        (
            Association(
                framework=framework,
                identifier=one.identifier,
                kind=one.association_type,
                origin=one.origin.identifier[:200],
                destination=one.destination.identifier[:200],
                position=number,
                members=stored("CFAssociations", one.as_members()),
            )
            for number, one in enumerate(package.associations)
        ),
        batch_size=BATCH,
    )
    Definition.objects.filter(framework=framework).delete()
    Definition.objects.bulk_create(
        Definition(
            framework=framework,
            kind=kind,
            identifier=one.identifier,
            position=number,
            members=stored(kind, one.as_members()),
        )
        for kind, listed in package.definitions.items()
        for number, one in enumerate(listed)
    )
