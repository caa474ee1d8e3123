"""Everything about a person, packed: nothing missing, nothing of others."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from microcred.accounts import archive
from microcred.accounts.inventory import TABLES
from microcred.accounts.models import Export
from microcred.accounts.operations import PackedJustNow, ask_for_export, finish_export, remove_export
from microcred.accounts.queries import holdings_of
from microcred.accounts.reactions import pack
from microcred.credentials.tests import make as credentials
from microcred.foundation import storage
from microcred.foundation.clock import now
from microcred.foundation.storage import remove_unreferenced
from microcred.notices.models import Notice
from microcred.portfolios.models import Item, Submission
from microcred.portfolios.tests import make as portfolios
from microcred.scoring.tests import make as scoring


def packed(person, *, at):
    export = ask_for_export(actor=person, at=at)
    pack(str(export.pk))
    return zipfile.ZipFile(archive.opened(export))


def rows(opened, name):
    return json.loads(opened.read(f"data/{name}.json"))


def test_every_table_in_which_something_of_theirs_stands_is_in_it(cast):
    version = scoring.published(cast)
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    scoring.read(scoring.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at)
    credentials.award(cast)
    stands_in = {holding.table.label: holding.rows for holding in holdings_of(cast.ada)}

    with packed(cast.ada, at=cast.at) as opened:
        for table in TABLES:
            if table.label in stands_in and not table.withheld and table.label != "accounts.Export":
                assert len(rows(opened, table.label)) == stands_in[table.label], table.label
    assert stands_in.keys() >= {"portfolios.SubmittedText", "scoring.Decision", "credentials.Award"}


def test_files_come_as_they_were_put_in_and_credentials_as_they_were_signed(cast):
    portfolios.fill(portfolios.started(cast), at=cast.at)
    award = credentials.award(cast)
    item = Item.objects.filter(pursuit__person=cast.ada, file__isnull=False)[0]

    with packed(cast.ada, at=cast.at) as opened:
        assert opened.testzip() is None
        assert opened.read(f"files/{item.file_id}.pdf") == storage.open_file(item.file).read()
        assert opened.read(f"credentials/{award.pk}.json").decode() == award.text
        page = opened.read("index.html").decode()
    assert award.version.title in page
    assert "What I did for number" in page


def test_each_submission_brings_its_manifest_to_the_byte(cast):
    scoring.submitted(cast.ada, scoring.published(cast), at=cast.at)
    submission = Submission.objects.get()

    with packed(cast.ada, at=cast.at) as opened:
        assert opened.read(f"submissions/{submission.alias}/manifest.json").decode() == submission.manifest


def test_of_others_nothing_is_given_not_even_who_judged(cast):
    version = scoring.published(cast)
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    scoring.read(scoring.waiting(cast.ada, version, at=cast.at), cast.ben, at=cast.at, word="Well done.")

    with packed(cast.ada, at=cast.at) as opened:
        everything = b"".join(opened.read(name) for name in opened.namelist())
    for other in (cast.ben, cast.lena, cast.gus):
        assert str(other.pk).encode() not in everything
        assert other.name.encode() not in everything


def test_what_one_did_for_an_organization_is_in_it_too(cast):
    scoring.qualified(cast, cast.ben)

    with packed(cast.lena, at=cast.at) as opened:
        granted = json.loads(opened.read("acted/granted_by/calibration.Qualification.json"))
    assert [row["granted_by"] for row in granted] == ["me"]
    assert "assessor" not in granted[0]


def test_what_is_left_out_is_said_with_the_reason(cast):
    with packed(cast.ada, at=cast.at) as opened:
        contents = json.loads(opened.read("contents.json"))
    left_out = {entry["table"]: entry["why"] for entry in contents["not_given"]}
    assert contents["format"] == "microcred-export/1"
    assert "scoring.Scoring" in left_out
    assert all(left_out.values())


def test_it_is_told_when_it_is_ready_and_the_mail_holds_no_way_around_the_sign_in(cast):
    with packed(cast.ada, at=cast.at):
        pass
    notice = Notice.objects.get(person=cast.ada, kind="export_ready")
    assert notice.path == "/my-data/"
    assert str(Export.objects.get().pk) not in notice.body


def test_asked_twice_it_is_one_and_right_after_it_is_refused(cast):
    export = ask_for_export(actor=cast.ada, at=cast.at)
    assert ask_for_export(actor=cast.ada, at=cast.at) == export

    finish_export(actor=None, export=export, size=1, sha256="", at=cast.at)

    with pytest.raises(PackedJustNow):
        ask_for_export(actor=cast.ada, at=cast.at + timedelta(minutes=59))
    assert ask_for_export(actor=cast.ada, at=cast.at + timedelta(hours=1)) != export


def test_a_packing_that_breaks_is_said_to_have_failed_and_leaves_nothing(cast, monkeypatch):
    export = ask_for_export(actor=cast.ada, at=cast.at)
    portfolios.fill(portfolios.started(cast), at=cast.at)
    monkeypatch.setattr(archive, "open_file", lambda file: open("/nowhere"))  # noqa: SIM115, PTH123

    with pytest.raises(FileNotFoundError):
        pack(str(export.pk))

    export.refresh_from_db()
    assert export.failed_at is not None
    assert not archive.where().exists(export.pk)
    assert list((Path(settings.FILES_ROOT).parent / "exports").glob("*.part")) == []


def test_after_its_days_it_is_gone_wherever_files_lie(cast, files):
    export = ask_for_export(actor=cast.ada, at=cast.at)
    pack(str(export.pk))
    with zipfile.ZipFile(archive.opened(export)) as whole:
        assert whole.testzip() is None
    assert remove_unreferenced(now() + timedelta(days=9)) == 0, "no file is named, and yet it is nobody's leftover"
    assert archive.where().exists(export.pk)

    remove_export(actor=None, export=export, at=cast.at)

    assert not archive.where().exists(export.pk)
