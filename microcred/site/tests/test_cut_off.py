"""Every verb that hands work from one pair of hands to another, its database session ended before each of its writes.

Whatever it had written by then is gone, to the last row of the last table. The person does it once more, and it is
whole. PostgreSQL itself ends the session (``pg_terminate_backend``); verbs, transactions and tables are the product's.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from django.db import Error, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg import sql

from microcred.accounts.operations import OfferOver, merge
from microcred.accounts.tests.make import SOON, asked, second_account
from microcred.credentials.models import AwardIntent
from microcred.credentials.tests import make as credentials
from microcred.foundation.ids import uuid7
from microcred.notices.models import Notice
from microcred.notices.operations import MAIL_JOB
from microcred.portfolios.models import Pursuit, Quarantine, SubmittedItem
from microcred.portfolios.operations import Amiss, return_incomplete, submit, withdraw
from microcred.portfolios.packing import packed
from microcred.portfolios.proof import prove
from microcred.portfolios.queries import state_of
from microcred.portfolios.rules import State
from microcred.portfolios.tests.make import EVERYTHING, fill, handed_in, started
from microcred.scoring.operations import claim, score, set_aside
from microcred.scoring.operations.claims import OnHold
from microcred.scoring.tests import make as scoring
from microcred.site.invariants import DECISIONS, SUBMISSIONS

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Verb = Callable[[], Any]
Row = tuple[Any, ...]

WRITES = ("INSERT", "UPDATE", "DELETE", "SELECT ACCOUNTS_JOIN", "SELECT PROCRASTINATE_DEFER")
FEWEST_WRITES = 3
"""A verb that writes less has nothing to be cut off between."""


@dataclass
class Axe:
    """Ends the session of this thread when it is about to write for the n-th time; 0: never, and only notes."""

    falls_at: int = 0
    written: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], statement: str, values: Any, many: bool, context: Any) -> Any:
        if statement.lstrip().upper().startswith(WRITES):
            self.written.append(statement.split("(", maxsplit=1)[0].strip())
            if len(self.written) == self.falls_at:
                end_session()
        return execute(statement, values, many, context)


def end_session() -> None:
    """Let the server end the session that this thread speaks through, and wait until it has."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        ended = other.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.connection.info.backend_pid])
        assert ended.fetchone() == (True,)


def writes_of(verb: Verb) -> list[str]:
    """What the verb writes, in order, found by doing it and taking it back."""
    axe = Axe()
    with connection.execute_wrapper(axe), transaction.atomic():
        verb()
        transaction.set_rollback(True)
    return axe.written


def everything(owner: psycopg.Connection) -> dict[str, str]:
    """A digest of all rows of each table of the database."""
    tables = [name for (name,) in owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    digest = sql.SQL("SELECT {}, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} AS t")
    asked_of_all = sql.SQL(" UNION ALL ").join(digest.format(name, sql.Identifier(name)) for name in tables)
    return dict(owner.execute(asked_of_all).fetchall())


def cut_off_before_each_write(verb: Verb, owner: psycopg.Connection) -> Any:
    """Do the verb again and again, cut off one write later each time; return what it does when nothing cuts it off."""
    writes = writes_of(verb)
    assert len(writes) >= FEWEST_WRITES, writes
    before = everything(owner)
    for number, write in enumerate(writes, 1):
        with pytest.raises(Error), connection.execute_wrapper(Axe(falls_at=number)):
            verb()
        connection.close()
        after = everything(owner)
        assert after == before, f"cut off at “{write}”: {[name for name in before if before[name] != after[name]]}"
    with pytest.raises(Error):
        cut_off_before_it_is_committed(verb)
    connection.close()
    assert everything(owner) == before
    done = verb()
    assert everything(owner) != before, "the control: the digests see a change"
    return done


def cut_off_before_it_is_committed(verb: Verb) -> None:
    with transaction.atomic():
        verb()
        end_session()


def told_once(key: str) -> None:
    """One notice, and one mail of it on its way."""
    notice = Notice.objects.get(key=key)
    assert ProcrastinateJob.objects.filter(task_name=MAIL_JOB, args__notice_id=str(notice.pk)).count() == 1


def all_holds() -> None:
    for invariant in (*SUBMISSIONS, *DECISIONS):
        assert invariant.violations() == [], invariant.promise


def test_submitting_is_whole_or_nothing(cast, owner_connection, tmp_path):
    pursuit, form_key = fill(started(cast), at=cast.at), uuid7()

    def press() -> Any:
        return submit(actor=cast.ada, pursuit=pursuit, attested=EVERYTHING, form_key=form_key, at=cast.at)

    submission = cut_off_before_each_write(press, owner_connection)

    assert press() == submission, "sent once more, it is the same"
    assert list(pursuit.submissions.all()) == [submission]
    told_once(f"submission_received:{submission.pk}")
    ZipFile(BytesIO(b"".join(packed(submission)))).extractall(tmp_path)
    proof = prove((tmp_path / "manifest.json").read_bytes(), [file for file in tmp_path.rglob("*") if file.is_file()])
    assert proof.holds
    assert proof.digest == submission.digest
    all_holds()


def test_taking_back_is_whole_or_nothing(cast, owner_connection):
    submission = handed_in(started(cast), at=cast.at)

    def press() -> Any:
        return withdraw(actor=cast.ada, submission=submission, at=cast.at + SOON)

    withdrawal = cut_off_before_each_write(press, owner_connection)

    assert press() == withdrawal
    assert state_of(submission.pursuit) is State.STARTED
    told_once(f"submission_withdrawn:{submission.pk}")
    all_holds()


def test_coming_back_incomplete_is_whole_or_nothing(cast, owner_connection):
    submission = handed_in(started(cast), at=cast.at)
    amiss = [Amiss("Legible", None, "Page 2 cannot be read."), Amiss("Complete", None, "The table is missing.")]

    def find() -> Any:
        return return_incomplete(actor=None, submission=submission, amiss=amiss, at=cast.at + SOON)

    incompleteness = cut_off_before_each_write(find, owner_connection)

    assert find() == incompleteness
    assert incompleteness.failed.count() == len(amiss)
    told_once(f"submission_incomplete:{submission.pk}")
    all_holds()


@pytest.fixture
def in_hand(cast):
    """Ada's submission in Ben's hands, every criterion noted."""
    scoring.issuer(cast)
    scoring.qualified(cast, cast.ben)
    item = scoring.waiting(cast.ada, scoring.published(cast), at=cast.at)
    return claim(actor=cast.ben, item=item, at=cast.at)


def test_a_not_yet_is_whole_or_nothing(cast, owner_connection, in_hand):
    short = in_hand.version.criteria.first()
    scoring.mark_all(in_hand, cast.ben, at=cast.at, short=(short,))

    def save() -> Any:
        return score(actor=cast.ben, item=in_hand, claim_number=in_hand.claim_number, feedback="", at=cast.at)

    reading = cut_off_before_each_write(save, owner_connection)

    assert save() == reading
    assert state_of(in_hand.submission.pursuit) is State.RETURNED
    all_holds()


def test_an_award_is_whole_or_nothing(cast, owner_connection, in_hand):
    scoring.mark_all(in_hand, cast.ben, at=cast.at)

    def save() -> Any:
        return score(actor=cast.ben, item=in_hand, claim_number=in_hand.claim_number, feedback="", at=cast.at)

    reading = cut_off_before_each_write(save, owner_connection)

    assert save() == reading
    assert AwardIntent.objects.count() == 1
    all_holds()


def test_setting_evidence_aside_is_whole_or_nothing(cast, owner_connection, in_hand):
    piece = SubmittedItem.objects.filter(submission=in_hand.submission).first()

    def press() -> Any:
        reason = Quarantine.Reason.STUDENT_NAME
        where = {"item": in_hand, "claim_number": in_hand.claim_number, "piece": piece}
        return set_aside(actor=cast.ben, **where, reason=reason, words="page 1", at=cast.at)

    quarantine = cut_off_before_each_write(press, owner_connection)

    with pytest.raises(OnHold):
        press()
    assert list(Quarantine.objects.all()) == [quarantine]
    all_holds()


def test_joining_two_accounts_is_whole_or_nothing(cast, owner_connection):
    other = second_account(cast)
    begun = started(cast, person=other)
    award = credentials.award(cast, person=other)
    offer = asked(cast.ada, other, at=cast.at)

    def press() -> Any:
        return merge(actor=cast.ada, offer=offer, go_on_with=(), at=cast.at + SOON)

    done = cut_off_before_each_write(press, owner_connection)

    with pytest.raises(OfferOver):
        press()
    assert Pursuit.objects.get(pk=begun.pk).person == cast.ada
    award.refresh_from_db()
    assert award.person == cast.ada
    told_once(f"merge:{done.pk}")


def test_a_verb_without_its_transaction_would_be_seen(cast, owner_connection):
    """The control: the same steps, each committed for itself."""
    submission = handed_in(started(cast), at=cast.at)
    bare = withdraw.__wrapped__

    with pytest.raises(AssertionError, match="cut off at"):
        cut_off_before_each_write(
            lambda: bare(actor=cast.ada, submission=submission, at=cast.at + SOON), owner_connection
        )
