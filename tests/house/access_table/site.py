from tests.house.access_table import EVERYONE, SIGNED_IN

DOORS = {
    "front_page": {"GET": EVERYONE},
    "home": {"GET": SIGNED_IN},
    "style": {"GET": EVERYONE},
}
