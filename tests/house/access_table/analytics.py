"""The use of licenses is for the administrators of who granted them."""

DOORS = {
    "license_use": {"GET": {"omar"}},
    "license_use_csv": {"GET": {"omar"}},
}


def _granted(world):
    return {"slug": "rock-hill"}


ARGUMENTS = {"license_use": _granted, "license_use_csv": _granted}
