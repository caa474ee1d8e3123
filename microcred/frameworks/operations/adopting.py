"""Taking in a framework that is written out."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from microcred.foundation.ids import uuid7
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.frameworks.case import Document, Item, Package, standing_in
from microcred.frameworks.models import Framework
from microcred.frameworks.operations.storing import new_framework, write_items
from microcred.organizations.models import Organization, Person


class FrameworkAdopted(Refusal):
    """A framework of this slug is already there."""

    message = _("A framework is already kept under “{slug}”. Choose another short name, or use the one that is there.")
    field = "slug"


class CodeTwice(Refusal):
    """Two standards of one framework carry the same code."""

    message = _("The code “{code}” stands twice in this framework. Give each standard a code of its own.")
    field = "standards"


@operation
def adopt(
    *,
    actor: Person | None,
    slug: str,
    name: str,
    publisher: str,
    standards: Sequence[tuple[str, str, str]],
    edition: str = "",
    url: str = "",
    keeper: Organization | None = None,
) -> Framework:
    """Take in a published set of professional standards, so that designs can align to its items.

    Args:
        actor: Who adopts it, or None for the operator.
        standards: Code, name and text of each item, in the publisher's order.
        url: The publisher's own page, where one was confirmed.
        keeper: Whose authors and administrators import its next editions; without one only the operator does.
    """
    if Framework.objects.filter(slug=slug).exists():
        raise FrameworkAdopted(slug=slug)
    codes: set[str] = set()
    for code, _name, _text in standards:
        if code in codes:
            raise CodeTwice(code=code)
        codes.add(code)
    document = Document(
        identifier=uuid7(),
        title=name,
        creator=publisher,
        publisher=publisher,
        version=edition or None,
        official_source_url=url or None,
        language="en",
    )
    items = tuple(_item(code, item, text) for code, item, text in standards)
    package = Package(document=document, items=items, associations=standing_in(document, items))
    framework = new_framework(package, slug=slug, keeper=keeper)
    # What is new withdraws nothing, so no moment is needed
    return write_items(framework, package, at=framework.created_at).framework


def _item(code: str, name: str, text: str) -> Item:
    return Item(
        identifier=uuid7(),
        human_coding_scheme=code,
        full_statement=text or name,
        abbreviated_statement=name if text and text != name else None,
    )
