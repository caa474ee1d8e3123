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
from microcred.accounts.operations import (
    PackedJustNow,
    approve_merge,
    ask_for_export,
    finish_export,
    remove_export,
)
from microcred.accounts.queries import holdings_of
from microcred.accounts.reactions import pack
from microcred.accounts.tests.make import asked, second_account
from microcred.credentials.tests import make as credentials
from microcred.foundation import storage
from microcred.foundation.clock import now
from microcred.foundation.storage import remove_unreferenced
from microcred.integrity import operations as integrity
from microcred.integrity.tests import make as alike
from microcred.notices.models import Notice
from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.portfolios.models import Item, PreCheckWay, Submission
from microcred.portfolios.operations import claim_pre_check, join_team, name_teammate, set_terms
from microcred.portfolios.queries import place_in_team
from microcred.portfolios.tests import make as portfolios
from microcred.portfolios.tests.operations.test_asked_of_evidence import with_artifact
from microcred.programs.tests import make as programs
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


def test_of_a_doubt_that_came_to_nothing_an_export_holds_nothing(cast):
    version = programs.version(cast)
    integrity.compare(actor=None, submission=alike.handed_in(cast, version, cast.gus, alike.TALE), at=cast.at)
    case = integrity.compare(actor=None, submission=alike.handed_in(cast, version, cast.ada, alike.TALE), at=cast.at)
    integrity.look(actor=cast.elena, case=case, at=cast.at)
    with packed(cast.ada, at=cast.at) as opened:
        assert rows(opened, "integrity.Step") == []

    integrity.ask(actor=cast.elena, case=case, words="How did this come about?", at=cast.at)
    integrity.pause(actor=cast.elena, case=case, words="The same plan as Gus.", at=cast.at)
    with packed(cast.ada, at=now() + timedelta(days=30)) as opened:
        assert [step["kind"] for step in rows(opened, "integrity.Step")] == ["looked", "asked"]


def test_whether_an_address_has_an_account_is_in_no_export_and_in_no_count(cast):
    other = second_account(cast)
    offer = asked(cast.ada, other, at=cast.at)
    with packed(cast.ada, at=cast.at) as opened:
        assert rows(opened, "accounts.MergeOffer") == []
        assert str(offer.pk).encode() not in b"".join(opened.read(name) for name in opened.namelist())
    assert "accounts.MergeOffer" not in {holding.table.label for holding in holdings_of(cast.ada)}

    approve_merge(actor=other, offer=offer, at=cast.at)
    assert "accounts.MergeOffer" in {holding.table.label for holding in holdings_of(cast.ada)}


def test_whom_one_named_as_a_teammate_is_given_once_they_confirmed(cast):
    version = portfolios_with_team(cast)
    mine = portfolios.started(cast, version)
    theirs = portfolios.started(cast, version, person=cast.gus)
    name_teammate(actor=cast.ada, pursuit=mine, email=cast.gus.email, at=cast.at)
    named = "acted/named_by/portfolios.Teammate.json"

    with packed(cast.ada, at=cast.at) as opened:
        assert str(theirs.pk).encode() not in b"".join(opened.read(name) for name in opened.namelist())
        assert [row["pursuit"] for row in json.loads(opened.read(named))] == [str(mine.pk)], "oneself is named at once"

    join_team(actor=cast.gus, teammate=place_in_team(theirs), at=cast.at)
    remove_export(actor=None, export=Export.objects.get(), at=cast.at)
    with packed(cast.ada, at=cast.at + timedelta(days=2)) as opened:
        assert str(theirs.pk) in [row["pursuit"] for row in json.loads(opened.read(named))]


def test_whose_work_a_pre_checker_looked_at_is_not_in_their_export(cast):
    terms = {"organization": cast.places["carolinacred"], "pre_check": PreCheckWay.PERSON}
    set_terms(actor=None, **terms, at=cast.at)
    portfolios.handed_in(portfolios.started(cast), at=cast.at)
    appoint(actor=None, person=cast.rosa, organization=terms["organization"], role=Role.PRE_CHECKER, at=cast.at)
    row = claim_pre_check(actor=cast.rosa, at=cast.at + timedelta(hours=1))
    assert cast.ada.pk in row.close_to

    with packed(cast.rosa, at=cast.at + timedelta(hours=1)) as opened:
        (given,) = json.loads(opened.read("acted/checker/portfolios.PreCheck.json"))
        everything = b"".join(opened.read(name) for name in opened.namelist())
    assert given["checker"] == "me"
    assert "close_to" not in given
    assert str(cast.ada.pk).encode() not in everything


def portfolios_with_team(cast):
    asks, _place = with_artifact(shareable=True)
    return scoring.published(cast, requirements=asks)


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
