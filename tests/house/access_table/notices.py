from tests.house.access_table import SIGNED_IN

DOORS = {
    "inbox": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "notice": {"POST": {"ada"}},
}
ARGUMENTS = {"notice": lambda world: {"notice_id": world.notice.pk}}
