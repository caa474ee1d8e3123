"""Quality frameworks are for everyone to read; administrators take them in and say who goes by which."""

from tests.house.access_table import EVERYONE

KEEPERS = {"pia", "omar", "other_org_admin", "other_partnership_admin"}
DOORS = {
    "quality_frameworks": {"GET": EVERYONE},
    "quality_framework": {"GET": EVERYONE},
    "quality_edition": {"GET": EVERYONE},
    "quality_json": {"GET": EVERYONE},
    "quality_spreadsheet": {"GET": EVERYONE},
    "quality_template": {"GET": EVERYONE},
    "quality_import": {"GET": KEEPERS, "POST": {"pia"}},
    "quality_adoptions": {"GET": KEEPERS, "POST": {"pia"}},
}


def _edition(world):
    edition = world.edition
    return {"slug": edition.framework.slug, "number": edition.number}


ARGUMENTS = {
    "quality_framework": lambda world: {"slug": world.edition.framework.slug},
    "quality_edition": _edition,
    "quality_json": _edition,
    "quality_spreadsheet": _edition,
}
BODIES = {
    ("quality_import", "POST"): lambda world: {"owner": "partnership"},
    ("quality_adoptions", "POST"): lambda world: {"organization": "south-carolina", "months": "24"},
}
