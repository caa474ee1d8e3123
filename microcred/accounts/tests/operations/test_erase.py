"""Being erased: what is theirs goes, what others rely on stays, and nobody else loses anything."""

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, connection, transaction
from django.test import TestCase

from microcred.accounts.inventory import TABLES, Fate
from microcred.accounts.models import Erasure, ErasureDone
from microcred.accounts.operations import (
    HeldByLaw,
    NothingToCancel,
    OnlyAdministrator,
    WorkBeingJudged,
    ask_for_erasure,
    cancel_erasure,
    change_name,
    erase,
    place_hold,
    release_hold,
)
from microcred.accounts.queries import holdings_of
from microcred.accounts.queries.requests import erasures_due
from microcred.credentials.models import Award
from microcred.credentials.operations import show_name
from microcred.credentials.tests import make as credentials
from microcred.credentials.verification import check
from microcred.foundation.models import AuditEntry, StoredFile
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.storage import missing_objects, place
from microcred.notices.models import Notice
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person
from microcred.portfolios.models import Item, Pursuit, Submission, SubmittedText
from microcred.portfolios.tests import make as portfolios
from microcred.scoring.models import Scoring
from microcred.scoring.tests import make as scoring

LATER = timedelta(days=15)


def asked(person, *, at, shows_name=True):
    return ask_for_erasure(actor=person, shows_name=shows_name, at=at)


def erased(person, *, at, shows_name=True):
    return erase(actor=None, erasure=asked(person, at=at, shows_name=shows_name), at=at + LATER)


def worked_and_judged(cast, person):
    """Somebody's work, handed in and earned."""
    version = scoring.published(cast)
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    scoring.read(scoring.waiting(person, version, at=cast.at), cast.ben, at=cast.at, word="You listened well.")
    from microcred.foundation.outbox import deliver_all

    deliver_all()
    return version


def everything_in(*tables):
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} AS t")
            yield from (row[0] for row in cursor.fetchall())


def test_the_award_still_verifies_and_the_page_bears_the_name_if_wanted(cast):
    award = credentials.award(cast)
    text = award.text

    erased(cast.ada, at=award.earned_at)

    kept = Award.objects.get(pk=award.pk)
    assert (kept.text, kept.recipient_name) == (text, "Ada Whitfield")
    report = check(text.encode(), at=award.earned_at + LATER, recipient="ada@example.org")
    assert report.verdict is Verdict.VALID


def test_or_without_the_name(cast, client):
    award = credentials.award(cast)

    erased(cast.ada, at=award.earned_at, shows_name=False)

    assert Award.objects.get(pk=award.pk).recipient_name == ""
    page = client.get(f"/credentials/{award.pk}/").content.decode()
    assert "Ada" not in page
    assert "name is not shown" in page


@pytest.mark.parametrize("shows_name", [True, False])
def test_whoever_checks_it_on_the_public_page_finds_it_as_before(cast, client, shows_name):
    award = credentials.award(cast)
    text = award.text

    erased(cast.ada, at=award.earned_at, shows_name=shows_name)

    answer = client.post("/verify/", {"text": text})
    assert answer.status_code == 200
    assert answer.context["summary"].tone == "success"
    assert client.get(f"/credentials/{award.pk}/credential.json").content.decode() == text


def test_a_name_before_goes_whether_or_not_the_later_one_stays(cast):
    award = credentials.award(cast)
    change_name(actor=cast.ada, name="Ada Okonkwo", holds_from=cast.at.date(), today=cast.at.date(), at=cast.at)
    show_name(actor=cast.ada, award=award, at=award.earned_at)

    erased(cast.ada, at=award.earned_at)

    kept = Award.objects.get(pk=award.pk)
    assert (kept.recipient_name, str(kept.holder)) == ("", "Ada Okonkwo")


def test_of_what_goes_nothing_is_left_in_any_table(cast):
    worked_and_judged(cast, cast.ada)
    with TestCase.captureOnCommitCallbacks(execute=True):
        done = erased(cast.ada, at=cast.at + timedelta(days=1))

    left = {holding.table.label: holding.rows for holding in holdings_of(cast.ada)}
    assert [table.label for table in TABLES if table.fate is Fate.GONE and table.label in left] == []
    assert done.rows["portfolios.SubmittedText"] > 0
    assert not EmailAddress.objects.filter(user=cast.ada).exists()
    gone = Person.objects.get(pk=cast.ada.pk)
    assert (gone.name, gone.is_active, gone.has_account) == ("", False, True)
    tables = [table for table in connection.introspection.table_names() if not table.startswith("catalog")]
    canaries = ("Ada Whitfield", "ada@example.org", "We met on **Tuesdays**", "You listened well.")
    found = {word for text in everything_in(*tables) for word in canaries if word in text}
    assert found <= {"Ada Whitfield"}, "the award's page may bear the name"


def test_the_bytes_of_files_go_and_nothing_that_is_named_is_missing(cast):
    portfolios.fill(portfolios.started(cast), at=cast.at)
    mine = [item.file_id for item in Item.objects.filter(pursuit__person=cast.ada) if item.file_id]
    theirs = portfolios.fill(portfolios.started(cast, person=cast.gus), at=cast.at).items.first().file_id
    assert all(place().exists(file_id) for file_id in mine)

    with TestCase.captureOnCommitCallbacks(execute=True):
        erased(cast.ada, at=cast.at)

    assert not any(place().exists(file_id) for file_id in mine)
    assert not StoredFile.objects.filter(pk__in=mine).exists()
    assert place().exists(theirs)
    assert missing_objects() == []


def test_how_it_was_judged_stays_without_what_anybody_wrote(cast):
    worked_and_judged(cast, cast.ada)

    erased(cast.ada, at=cast.at + timedelta(days=1))

    submission = Submission.objects.get()
    assert (submission.manifest, len(submission.digest)) == ("", 64)
    scoring_row = Scoring.objects.get()
    assert (scoring_row.assessor, scoring_row.feedback) == (cast.ben, "")


def test_nobody_else_loses_anything(cast):
    portfolios.fill(portfolios.started(cast, person=cast.gus), at=cast.at)
    before = {holding.table.label: holding.rows for holding in holdings_of(cast.gus)}

    erased(cast.ada, at=cast.at)

    assert {holding.table.label: holding.rows for holding in holdings_of(cast.gus)} == before


def test_there_are_fourteen_days_to_think(cast):
    erasure = asked(cast.ada, at=cast.at)

    assert list(erasures_due(at=cast.at + timedelta(days=13, hours=23))) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        erase(actor=None, erasure=erasure, at=cast.at + timedelta(days=13))
    assert list(erasures_due(at=cast.at + timedelta(days=14))) == [erasure]


def test_taken_back_in_time_nothing_happens(cast):
    erasure = asked(cast.ada, at=cast.at)
    with pytest.raises(NotAllowed):
        cancel_erasure(actor=cast.gus, erasure=erasure, at=cast.at)

    cancel_erasure(actor=cast.ada, erasure=erasure, at=cast.at)

    assert list(erasures_due(at=cast.at + LATER)) == []
    with pytest.raises(DatabaseError), transaction.atomic():
        erase(actor=None, erasure=erasure, at=cast.at + LATER)
    assert asked(cast.ada, at=cast.at + LATER) != erasure


def test_done_it_cannot_be_taken_back(cast):
    erasure = asked(cast.ada, at=cast.at)
    erase(actor=None, erasure=erasure, at=cast.at + LATER)

    with pytest.raises(NothingToCancel):
        cancel_erasure(actor=cast.ada, erasure=erasure, at=cast.at + LATER)


def test_a_hold_refuses_it_with_the_reason_and_the_database_refuses_it_too(cast):
    erasure = asked(cast.ada, at=cast.at)
    held = place_hold(actor=None, person=cast.ada, reason="A court asked us to.", at=cast.at)

    assert erase(actor=None, erasure=erasure, at=cast.at + LATER) is None
    assert "A court asked us to." in Notice.objects.get(kind="erasure_postponed").body
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_erase(%s, %s)", [erasure.pk, cast.at + LATER])
    with pytest.raises(HeldByLaw):
        ask_for_erasure(actor=held_gus(cast), shows_name=True, at=cast.at)

    release_hold(actor=None, hold=held, at=cast.at + LATER)
    assert isinstance(erase(actor=None, erasure=erasure, at=cast.at + LATER), ErasureDone)


def held_gus(cast):
    place_hold(actor=None, person=cast.gus, reason="An audit.", at=cast.at)
    return cast.gus


def test_work_that_is_being_judged_is_waited_for(cast):
    scoring.submitted(cast.ada, scoring.published(cast), at=cast.at)

    with pytest.raises(WorkBeingJudged):
        asked(cast.ada, at=cast.at)


def test_the_only_administrator_hands_over_first(cast):
    with pytest.raises(OnlyAdministrator):
        asked(cast.omar, at=cast.at)


def test_all_of_it_or_nothing(cast, monkeypatch):
    portfolios.fill(portfolios.started(cast), at=cast.at)
    erasure = asked(cast.ada, at=cast.at)

    def broken(**_):
        raise RuntimeError

    monkeypatch.setattr(ErasureDone.objects, "create", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        erase(actor=None, erasure=erasure, at=cast.at + LATER)

    assert Person.objects.get(pk=cast.ada.pk).is_active
    assert Item.objects.filter(pursuit__person=cast.ada).exists()


def test_the_audit_says_that_it_happened_and_nothing_of_whom(cast):
    erased(cast.ada, at=cast.at)

    entries = AuditEntry.objects.filter(verb__in=("accounts.ask_for_erasure", "accounts.erase"))
    assert {entry.verb for entry in entries} == {"accounts.ask_for_erasure", "accounts.erase"}
    assert "Ada" not in str([entry.subjects for entry in AuditEntry.objects.all()])


def test_the_database_erases_nobody_who_did_not_ask(cast):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_erase(%s, %s)", [uuid4(), cast.at])


def test_frozen_rows_are_as_frozen_afterwards_as_before(cast):
    worked_and_judged(cast, cast.gus)
    erased(cast.ada, at=cast.at)

    for rows in (SubmittedText.objects.all(), Pursuit.objects.all(), Erasure.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
