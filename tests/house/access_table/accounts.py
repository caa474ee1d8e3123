"""What one does with one's own account: everybody with theirs, and an offer only between the two whom it is about."""

from microcred.accounts.operations.merging import token_of
from tests.house.access_table import SIGNED_IN

DOORS = {
    "my_data": {"GET": SIGNED_IN},
    "my_name": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "my_name_on_awards": {"POST": SIGNED_IN},
    "joining": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    # Ada asked to take in the account of Gus; nobody else finds the link, whatever their role
    "joining_offer": {"GET": {"ada", "gus"}, "POST": {"ada", "gus"}},
    # Ada has an archive; the cast has asked for nothing to be erased
    "exports": {"POST": SIGNED_IN},
    "export": {"GET": {"ada"}},
    "erasure": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "erasure_cancellation": {"POST": {"gus"}},
}
ARGUMENTS = {
    "export": lambda world: {"export_id": world.export.pk},
    "joining_offer": lambda world: {"token": token_of(world.merge_offer.pk)},
}
