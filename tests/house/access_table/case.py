"""CASE is open to every program, and answers nobody else differently."""

from tests.house.access_table import EVERYONE, NOBODY

DOORS = {
    name: {"GET": EVERYONE, "POST": NOBODY}
    for name in (
        "case_discovery",
        "case_documents",
        "case_document",
        "case_package",
        "case_item",
        "case_item_associations",
        "case_association",
    )
} | {
    # No framework of the story defines anything
    name: {"GET": NOBODY, "POST": NOBODY}
    for name in ("case_association_grouping", "case_concept", "case_item_type", "case_license", "case_subject")
}


def _standard(world):
    from microcred.frameworks.models import Standard

    return Standard.objects.order_by("code").first()


def _framework(world):
    return {"identifier": str(_standard(world).framework.identifier)}


def _item(world):
    return {"identifier": str(_standard(world).identifier)}


def _association(world):
    return {"identifier": str(_standard(world).framework.associations.first().identifier)}


ARGUMENTS = {
    "case_document": _framework,
    "case_package": _framework,
    "case_item": _item,
    "case_item_associations": _item,
    "case_association": _association,
    **{name: _item for name in DOORS if DOORS[name]["GET"] is NOBODY},
}
