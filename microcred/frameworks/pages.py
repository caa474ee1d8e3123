"""What an import would change, in words for whoever confirms it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.frameworks.case import ChangeKind, Comparison, FieldChange, ItemChange

MOST_SHOWN = 300
"""Items of one kind on a page; the others are counted."""

MEMBERS: dict[str, str | Promise] = {
    "fullStatement": _("Statement"),
    "abbreviatedStatement": _("Short statement"),
    "humanCodingScheme": _("Code"),
    "CFItemType": _("Type"),
    "CFItemTypeURI": _("Type"),
    "isChildOf": _("Stands under"),
    "alternativeLabel": _("Other label"),
    "listEnumeration": _("Number"),
    "educationLevel": _("Level of education"),
    "subject": _("Subject"),
    "language": _("Language"),
    "notes": _("Notes"),
    "uri": _("Address"),
    "title": _("Name"),
    "version": _("Edition"),
    "publisher": _("Publisher"),
    "creator": _("Creator"),
    "description": _("Description"),
    "officialSourceURL": _("The publisher’s page"),
    "adoptionStatus": _("Status"),
    "statusStartDate": _("In force from"),
    "statusEndDate": _("In force until"),
    "licenseURI": _("License"),
}
"""The members of CASE that people have words for; others stand under their own names."""

TITLES: dict[ChangeKind, str | Promise] = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.CHANGED: _("Changed"),
    ChangeKind.REMOVED: _("Withdrawn"),
    ChangeKind.RETURNED: _("Back again"),
}


@dataclass(frozen=True)
class ShownField:
    """A member before and after, under the word for it."""

    title: str | Promise
    before: str
    after: str


@dataclass(frozen=True)
class ShownItem:
    """An item to which something happens."""

    item: ItemChange
    fields: Sequence[ShownField]


@dataclass(frozen=True)
class ShownKind:
    """The items to which one kind of thing happens."""

    name: str
    title: str | Promise
    total: int
    items: Sequence[ShownItem]

    @property
    def others(self) -> int:
        """How many are not shown."""
        return self.total - len(self.items)


def shown_kinds(comparison: Comparison) -> list[ShownKind]:
    """What happens to items, kind by kind; those to which nothing happens are not there."""
    found = []
    for kind in (ChangeKind.REMOVED, ChangeKind.CHANGED, ChangeKind.RETURNED, ChangeKind.ADDED):
        items = comparison.of(kind)
        shown = [ShownItem(item, shown_fields(item.fields)) for item in items[:MOST_SHOWN]]
        found.append(ShownKind(kind.value, TITLES[kind], len(items), shown))
    return found


def shown_fields(fields: Sequence[FieldChange]) -> list[ShownField]:
    """What changes of one thing."""
    return [ShownField(MEMBERS.get(one.member, one.member), one.before, one.after) for one in fields]
