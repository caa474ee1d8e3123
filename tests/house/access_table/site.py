from tests.house.access_table import EVERYONE, SIGNED_IN

DOORS = {
    "front_page": {"GET": EVERYONE},
    "home": {"GET": SIGNED_IN},
    "leading": {"GET": {"lena", "other_lead_assessor"}},
    "pilot": {"GET": {"cora", "lena"}, "POST": {"cora", "lena"}},
    "style": {"GET": EVERYONE},
}

ARGUMENTS = {"pilot": lambda world: {"slug": world.piloted.micro_credential.slug, "label": world.piloted.label}}
