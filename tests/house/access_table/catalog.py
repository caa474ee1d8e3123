"""The catalogue and the frameworks are for everyone."""

from tests.house.access_table import EVERYONE

OURS = {"cora", "omar", "pia"}
THEIRS = {"other_author", "other_org_admin", "other_partnership_admin"}
DOORS = {
    "catalogue": {"GET": EVERYONE, "POST": set()},
    "suggestions": {"GET": EVERYONE},
    "micro_credential_ctdl": {"GET": EVERYONE},
    "micro_credential_print": {"GET": EVERYONE},
    "version": {"GET": EVERYONE},
    "versions": {"GET": EVERYONE},
    "changes": {"GET": EVERYONE},
    "version_in": {"GET": EVERYONE},
    "translation": {"GET": {"cora"}, "POST": {"cora"}},
    "retirement": {"GET": {"cora"}, "POST": {"cora"}},
    "version_grace": {"GET": {"cora", "pia"}, "POST": {"cora", "pia"}},
    # Nobody retired it: there is nothing to give more time to. Who may, its own test says.
    "retirement_grace": {"GET": set(), "POST": set()},
    "grace": {"GET": {"omar", "pia"}, "POST": {"omar", "pia"}},
    "stacks": {"GET": EVERYONE},
    "stack": {"GET": EVERYONE},
    "crosswalk": {"GET": EVERYONE},
    # A picture that no version shows is nobody's; those that are shown are everybody's, as their own test says.
    "image": {"GET": set()},
    "template_file": {"GET": set()},
    "crosswalk_drawings": {"GET": OURS | THEIRS, "POST": OURS | THEIRS},
    "crosswalk_drawing": {"GET": {"cora", "pia"}, "POST": {"cora", "pia"}},
    "framework": {"GET": EVERYONE},
    # An organization's own catalogue is its administrators'.
    "own_catalogue": {"GET": {"omar"}},
    "catalogue_archive": {"GET": {"omar"}},
    "catalogue_uploads": {"POST": {"omar"}},
    "catalogue_upload": {"GET": {"omar"}},
    "catalogue_import": {"POST": {"omar"}},
    "licenses": {"POST": {"omar"}},
    "license_ending": {"POST": {"omar"}},
}


def _address(world):
    return {"slug": world.version.micro_credential.slug}


def _in_spanish(world):
    from microcred.catalog.design import Design, words_in
    from microcred.catalog.operations import publish_translation, translate
    from microcred.catalog.queries import current_version

    version, cora = current_version(world.version.micro_credential), world.person("cora")
    texts = {words.key: f"{words.text}." for words in words_in(Design.model_validate(version.design))}
    where = {"actor": cora, "micro_credential": version.micro_credential, "language": "es", "at": world.world.at}
    translate(texts=texts, **where)
    publish_translation(**where)
    return {**_address(world), "label": version.label, "language": "es"}


def _two_versions(world):
    from microcred.catalog.models import Version
    from microcred.catalog.operations import publish
    from microcred.catalog.tests.make import plain_design

    version = world.version
    if not Version.objects.filter(micro_credential=version.micro_credential, number=2).exists():
        publish(
            actor=world.person("cora"),
            owner=version.micro_credential.owner,
            design=plain_design(),
            micro_credential=version.micro_credential,
            at=world.world.at,
        )
    return {**_address(world), "label": 2, "before": 1}


def _framework(world):
    from microcred.frameworks.models import Framework

    return {"slug": Framework.objects.order_by("slug").first().slug}


def _stack(world):
    from microcred.catalog.models import Stack

    return {"slug": Stack.objects.order_by("slug").first().slug}


def _crosswalk(world):
    from microcred.catalog.models import Crosswalk

    return {"slug": Crosswalk.objects.order_by("slug").first().slug}


ARGUMENTS = {
    "micro_credential_ctdl": _address,
    "image": lambda world: {"file_id": world.version.pk},
    "template_file": lambda world: {"file_id": world.version.pk},
    "micro_credential_print": _address,
    "version": lambda world: {**_address(world), "label": world.version.label},
    "versions": _address,
    "changes": _two_versions,
    "version_in": _in_spanish,
    "translation": lambda world: {**_address(world), "language": "es"},
    "retirement": _address,
    "retirement_grace": _address,
    "version_grace": lambda world: {key: value for key, value in _two_versions(world).items() if key != "before"},
    "grace": lambda world: {"slug": "rock-hill"},
    "stack": _stack,
    "crosswalk": _crosswalk,
    "crosswalk_drawing": _crosswalk,
    "framework": _framework,
    "own_catalogue": lambda world: {"slug": "rock-hill"},
    "catalogue_archive": lambda world: {"slug": "rock-hill"},
    "catalogue_uploads": lambda world: {"slug": "rock-hill"},
    "catalogue_upload": lambda world: {"slug": "rock-hill", "upload_id": world.catalogue_upload.pk},
    "catalogue_import": lambda world: {"slug": "rock-hill", "upload_id": world.catalogue_upload.pk},
    "licenses": lambda world: {"slug": "rock-hill"},
    "license_ending": lambda world: {"slug": "rock-hill", "license_id": world.license.pk},
}

BODIES = {("crosswalk_drawing", "POST"): lambda world: {"do": "describe", "name": "Another name"}}
