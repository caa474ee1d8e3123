"""Who gets through the doors of programs that verify: everyone. Nothing that they send is kept."""

from tests.house.access_table import EVERYONE, NOBODY

DOORS = {
    "vc_api_verify_credential": {"GET": NOBODY, "POST": EVERYONE},
    "vc_api_verify_presentation": {"GET": NOBODY, "POST": EVERYONE},
}
