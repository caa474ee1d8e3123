"""Frameworks are for everyone; importing them for authors and administrators, each for what they keep."""

from tests.house.access_table import EVERYONE

OURS = {"cora", "omar", "pia"}
THEIRS = {"other_author", "other_org_admin", "other_partnership_admin"}
DOORS = {
    "frameworks": {"GET": EVERYONE},
    "framework_editions": {"GET": EVERYONE},
    "framework_table": {"GET": EVERYONE},
    "framework_imports": {"GET": OURS | THEIRS, "POST": OURS | THEIRS},
    # Only who tried it
    "framework_import": {"GET": {"cora"}, "POST": {"cora"}},
    "framework_import_discard": {"POST": {"cora"}},
}


def _framework(world):
    from microcred.frameworks.models import Framework

    return {"slug": Framework.objects.order_by("slug").first().slug}


def _dry_run(world):
    return {"dry_run_id": world.dry_run.pk}


ARGUMENTS = {
    "framework_editions": _framework,
    "framework_table": _framework,
    "framework_import": _dry_run,
    "framework_import_discard": _dry_run,
}
