"""An operator takes a catalogue out and another in, and is told in words how it went."""

import pytest

from microcred.catalog.models import MicroCredential
from microcred.catalog.tests import make
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found, register
from microcred.site.exchanging import export_catalogue, import_into

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    make.standards()
    make.version(make.design())
    other = found(actor=None, slug="elsewhere", name="Elsewhere", kind=Organization.Kind.STATE, at=make.AT)
    ina = register(actor=None, name="Ina", email="ina@example.org")
    appoint(actor=None, person=ina, organization=other, role=Role.ORG_ADMIN, at=make.AT)
    return tmp_path / "catalogue.zip"


def take_in(file, **changes):
    return import_into(**{"slug": "elsewhere", "email": "ina@example.org", "file": file, "dry_run": False, **changes})


def test_out_and_in_again(file, capsys):
    assert export_catalogue(slug="university", file=file) == 0
    assert "1 micro-credentials of The University" in capsys.readouterr().out
    assert take_in(file, dry_run=True) == 0
    assert "1 new, 0 with new versions" in capsys.readouterr().out
    assert MicroCredential.objects.count() == 1
    assert take_in(file) == 0
    assert take_in(file) == 0
    assert "0 new, 0 with new versions, 0 with new translations, 1 here already" in capsys.readouterr().out
    assert MicroCredential.objects.count() == 2


def test_what_cannot_be_done_is_said(file, capsys):
    assert export_catalogue(slug="nowhere", file=file) == 2
    assert export_catalogue(slug="university", file=file.parent) == 2
    assert take_in(file) == 2
    file.write_bytes(b"no archive")
    assert take_in(file) == 2
    assert export_catalogue(slug="university", file=file) == 0
    assert take_in(file, email="nobody@example.org") == 2
    assert take_in(file, slug="nowhere") == 2
    assert take_in(file, email="cora@example.org") == 2
    said = capsys.readouterr().err
    for words in ("no organization “nowhere”", "cannot be written", "cannot be read", "not a ZIP", "Nobody here has"):
        assert words in said
    assert MicroCredential.objects.count() == 1
