"""Archives that somebody made by hand, to break what reads them: each is refused in words, with the place named."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from microcred.catalog.archive import write_archive
from microcred.catalog.models import CatalogueUpload
from microcred.catalog.queries import archived_catalogue
from microcred.catalog.tests import make
from microcred.openbadges.errors import DocumentRefused
from microcred.openbadges.jcs import jcs
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found, register

pytestmark = pytest.mark.django_db

NAME = "micro-credentials/managing-change.json"


@pytest.fixture
def sound():
    """The files of an archive of one micro-credential."""
    make.standards()
    make.version(make.design())
    with ZipFile(BytesIO(write_archive(archived_catalogue(make.university())))) as source:
        return {name: json.loads(source.read(name)) for name in source.namelist()}


@pytest.fixture
def hand_in(client):
    """Hand in files as an administrator elsewhere; what the page says of them."""
    other = found(actor=None, slug="elsewhere", name="Elsewhere", kind=Organization.Kind.STATE, at=make.AT)
    person = register(actor=None, name="Ina", email="ina@example.org")
    appoint(actor=None, person=person, organization=other, role=Role.ORG_ADMIN, at=make.AT)
    client.force_login(person)

    def handed_in(files):
        file = SimpleUploadedFile("catalogue.zip", packed(files), "application/zip")
        shown = client.post(reverse("catalogue_uploads", args=["elsewhere"]), {"archive": file}, follow=True)
        return shown.status_code, shown.content.decode()

    return handed_in


def packed(files):
    manifest = files["manifest.json"]
    written = {name: json.dumps(value).encode() for name, value in files.items() if name != "manifest.json"}
    manifest["files"] = manifest["files"] | {name: hashlib.sha256(each).hexdigest() for name, each in written.items()}
    held = BytesIO()
    with ZipFile(held, "w") as target:
        for name, content in {"manifest.json": json.dumps(manifest).encode(), **written}.items():
            target.writestr(name, content)
    return held.getvalue()


def nested(deep):
    value = []
    for _time in range(deep):
        value = [value]
    return value


DESIGNS = {
    "prerequisites": (5, None, ["a\x00b"], ["\ud800"]),
    "alignments": (5, None, [{"framework": "a\x00", "code": "b"}], [{"framework": "\ud800", "code": "b"}]),
    "hours": (10**400, -(10**400), 10**20, 1e308, float("nan"), 40_000, -3),
    "name": ({"a": 1}, "a\x00b", "\ud800", "N" * 5000),
    "language": ("l" * 5000,),
    "audience": (["a" * 5000],),
    "images": (5, [{"file": 5}]),
    "more": (nested(400), "\ud800"),
    "\ud800": (1,),
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in DESIGNS.items() for value in values])
def test_a_design_that_is_none_or_cannot_be_kept(sound, hand_in, field, value):
    version = sound[NAME]["versions"][0]
    version["design"][field] = value
    try:
        version["digest"] = hashlib.sha256(jcs(version["design"])).hexdigest()
    except (DocumentRefused, RecursionError):
        version["digest"] = "0" * 64

    status, text = hand_in(sound)

    assert (status, CatalogueUpload.objects.count()) in {(422, 0), (200, 1)}
    assert "versions.0.design" in text
    assert "Take it in" not in text


@pytest.mark.parametrize(
    "moment",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1999-12-31T00:00:00Z",
        "2200-01-01T00:00:00Z",
        "2020-01-01T00:00:00",
        "2199-01-01T00:00:00Z",
    ],
)
def test_a_moment_that_nobody_published_at(sound, hand_in, moment):
    sound[NAME]["versions"][0]["published_at"] = moment

    _status, text = hand_in(sound)

    assert "versions.0.published_at" in text
    assert "Take it in" not in text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"])
def test_a_moment_that_nothing_retired_at(sound, hand_in, moment):
    sound[NAME]["retirement"] = {"retired_at": moment, "reason": "Merged.", "successor": ""}

    status, text = hand_in(sound)

    assert status == 422
    assert "retirement.retired_at" in text


@pytest.mark.parametrize("source", ["a\x00b", "\ud800", "x" * 100_000])
def test_a_source_that_is_no_name(sound, hand_in, source):
    sound["manifest.json"]["source"] = source

    status, text = hand_in(sound)

    assert status == 422
    assert "manifest.json" in text


def test_a_file_whose_name_cannot_be_written(sound, hand_in):
    sound["manifest.json"]["files"]["micro-credentials/\ud800.json"] = "0" * 64

    assert hand_in(sound)[0] == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("publisher", None),
        ("publisher", ""),
        ("url", "javascript:alert(1)"),
        ("url", "https://example.org/" + "a" * 300),
        ("edition", "e" * 50),
        ("name", "n\x00"),
        ("slug", "s" * 100),
    ],
)
def test_a_framework_that_cannot_be_adopted(sound, hand_in, field, value):
    framework = sound["frameworks.json"][0]
    framework[field] = value
    if value is None:
        del framework[field]

    status, text = hand_in(sound)

    assert status == 422
    assert f"0.{field}" in text


@pytest.mark.parametrize("key", ["name\x00", "\ud800", "k" * 301, ""])
@pytest.mark.parametrize("in_fields", [True, False])
def test_a_translation_of_what_has_no_name(sound, hand_in, key, in_fields):
    moment = make.AT.isoformat()
    if in_fields:
        field = {"language": "es", "key": key, "text": "a", "source": "b", "changed_at": moment}
        sound[NAME]["translated_fields"] = [field]
    else:
        whole = {"language": "es", "number": 1, "published_at": moment, "texts": {key: "a"}}
        sound[NAME]["versions"][0]["translations"] = [whole]

    status, text = hand_in(sound)

    assert status == 422
    assert ("translated_fields.0.key" if in_fields else "versions.0.translations.0.texts") in text


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2199-01-01T00:00:00Z"])
def test_a_translation_of_no_day_of_ours(sound, hand_in, moment):
    field = {"language": "es", "key": "name", "text": "a", "source": "b", "changed_at": moment}
    sound[NAME]["translated_fields"] = [field]

    assert "translated_fields.0.changed_at" in hand_in(sound)[1]


@pytest.mark.parametrize("size", [10**400, -1, 40_000, 1.5])
def test_a_pilot_of_no_size(sound, hand_in, size):
    sound[NAME]["versions"][0]["pilot_size"] = size

    status, text = hand_in(sound)

    assert status == 422
    assert "pilot_size" in text
