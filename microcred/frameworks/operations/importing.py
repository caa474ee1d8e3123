"""Importing frameworks: first a dry run that a person looks at, then all of it in one transaction, or nothing."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.frameworks.case import ChangeKind, Comparison, Package, read_members, shortened
from microcred.frameworks.events import FrameworkImported
from microcred.frameworks.models import DryRun, Framework, Import
from microcred.frameworks.operations.storing import free_slug, new_framework, write_items
from microcred.frameworks.queries.comparisons import compared
from microcred.frameworks.queries.keeping import may_keep
from microcred.organizations.models import Organization, Person

KEPT_FOR = timedelta(days=1)
"""How long a dry run waits for whoever tried it."""


class KeptElsewhere(Refusal):
    """The framework is here, and another organization keeps it."""

    message = _(
        "“{framework}” is kept by {keeper}. Ask them to import its next edition; your micro-credentials can align to "
        "it as it is."
    )
    field = "file"


class MovedOn(Refusal):
    """The framework was changed after the dry run, which therefore no longer says what would happen."""

    message = _("“{framework}” was changed in the meantime. Import the file again, and look at what would change now.")


class NothingToImport(Refusal):
    """The file says what is there already."""

    message = _("The file says what is there already. There is nothing to import.")


class SlugKept(Refusal):
    """Another framework has the short name that was asked for."""

    message = _("Another framework is kept under “{slug}”. Choose another short name.")
    field = "slug"


@operation
def try_import(
    *, actor: Person, keeper: Organization, package: Package, source: str, digest: str, at: datetime
) -> DryRun:
    """Lay a package beside the framework that is there, for its importer to look at. Nothing else changes.

    Args:
        actor: An author or administrator of the keeper, or of an organization above it.
        keeper: Who keeps the framework when it is new.
        source: The file's name, or the address.
        digest: SHA-256 of what was read, in hexadecimal.

    Raises:
        KeptElsewhere, NotAllowed.
    """
    if not may_keep(actor, keeper, at=at):
        raise NotAllowed
    framework = _kept(actor, package, at=at)
    DryRun.objects.filter(tried_at__lt=at - KEPT_FOR).delete()
    return DryRun.objects.create(
        keeper=framework.keeper or keeper if framework else keeper,
        framework=framework,
        revision=framework.revision if framework else 0,
        source=source[:2000],
        digest=digest,
        package=package.as_members(),
        left_out=list(package.left_out),
        tried_at=at,
        tried_by=actor,
    )


@operation
def confirm_import(*, actor: Person, dry_run: DryRun, at: datetime) -> Import:
    """Import what a dry run showed, exactly that.

    Raises:
        MovedOn: when the framework is another one by now.
        NothingToImport, KeptElsewhere, ItemElsewhere, NotAllowed.
    """
    if dry_run.tried_by_id != actor.pk or not may_keep(actor, dry_run.keeper, at=at):
        raise NotAllowed
    package = read_members(dry_run.package)
    hold(package.document.identifier)
    framework = _kept(actor, package, at=at)
    if (framework.revision if framework else 0) != dry_run.revision:
        raise MovedOn(framework=framework or package.document.title)
    comparison = compared(package)
    if comparison.changes_nothing:
        raise NothingToImport
    dry_run.delete()
    return _import(
        actor, framework, package, comparison, slug="", keeper=dry_run.keeper, at=at,
        source=dry_run.source, digest=dry_run.digest,
    )  # fmt: skip


@operation
def discard_import(*, actor: Person, dry_run: DryRun) -> None:
    """Leave everything as it is, and forget the dry run."""
    if dry_run.tried_by_id != actor.pk:
        raise NotAllowed
    dry_run.delete()


@operation
def import_framework(
    *,
    actor: Person | None,
    package: Package,
    source: str,
    digest: str,
    at: datetime,
    keeper: Organization | None = None,
    slug: str = "",
) -> Import | None:
    """Import a package at once, as the operator does. Returns nothing where it says what is there already.

    Args:
        actor: None for the operator; else an author or administrator of the keeper.
        slug: The short name of a framework that is new; without it one is made from the title.

    Raises:
        SlugKept, KeptElsewhere, ItemElsewhere, NotAllowed.
    """
    if actor is not None and (keeper is None or not may_keep(actor, keeper, at=at)):
        raise NotAllowed
    hold(package.document.identifier)
    framework = _kept(actor, package, at=at)
    comparison = compared(package)
    if comparison.changes_nothing:
        return None
    if framework is None and slug and Framework.objects.filter(slug=slug).exists():
        raise SlugKept(slug=slug)
    return _import(actor, framework, package, comparison, slug=slug, keeper=keeper, at=at, source=source, digest=digest)


def _kept(actor: Person | None, package: Package, *, at: datetime) -> Framework | None:
    """The framework that the package is of, if it is here; refused to who does not keep it."""
    framework = (
        Framework.objects.select_for_update(no_key=True, of=("self",))
        .select_related("keeper")
        .filter(identifier=package.document.identifier)
        .first()
    )
    if framework is None or actor is None:
        return framework
    if framework.keeper is None or not may_keep(actor, framework.keeper, at=at):
        raise KeptElsewhere(framework=framework, keeper=framework.keeper or _("the operator of this server"))
    return framework


def _import(
    actor: Person | None,
    framework: Framework | None,
    package: Package,
    comparison: Comparison,
    *,
    slug: str,
    keeper: Organization | None,
    source: str,
    digest: str,
    at: datetime,
) -> Import:
    if framework is None:
        framework = new_framework(package, slug=slug or free_slug(package), keeper=keeper)
    else:
        framework.revision += 1
    stored = write_items(framework, package, at=at)
    done = Import.objects.create(
        framework=framework,
        revision=framework.revision,
        source=source[:2000],
        digest=digest,
        edition=shortened(package.document.version or "", 40),
        **{kind.value: len(comparison.of(kind)) for kind in ChangeKind},
        changes=changes_as_json(comparison),
        imported_at=at,
        imported_by=actor,
    )
    announce(FrameworkImported(framework_id=framework.pk, recoded=stored.recoded))
    return done


def changes_as_json(comparison: Comparison) -> list[dict[str, Any]]:
    """What changed, item by item, to be kept."""

    def plain(value: Any) -> Any:
        return str(value) if isinstance(value, UUID) else list(value) if isinstance(value, tuple) else value

    return [
        {name: plain(value) for name, value in asdict(change).items() if value != ()} for change in comparison.items
    ]
