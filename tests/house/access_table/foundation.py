from tests.house.access_table import EVERYONE

DOORS = {
    "alive": {"GET": EVERYONE},
    "set_language": {"POST": EVERYONE},
}
