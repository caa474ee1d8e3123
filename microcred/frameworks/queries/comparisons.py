"""What a package would change in the framework that is here."""

from microcred.frameworks.case import Comparison, Item, Package, compare
from microcred.frameworks.models import Framework
from microcred.frameworks.queries.packages import item_as_imported, package_of


def compared(package: Package) -> Comparison:
    """What an import of the package would change."""
    framework = Framework.objects.filter(identifier=package.document.identifier).first()
    if framework is None:
        return compare(None, package)
    gone = framework.standards.exclude(withdrawn_at=None).values_list("identifier", flat=True)
    return compare(package_of(framework), package, frozenset(gone))


def items_gone(framework: Framework) -> dict[str, Item]:
    """By code, the items that a framework had once; of several with one code, the last to go."""
    gone = framework.standards.exclude(withdrawn_at=None).order_by("withdrawn_at")
    return {standard.code: item_as_imported(standard) for standard in gone}
