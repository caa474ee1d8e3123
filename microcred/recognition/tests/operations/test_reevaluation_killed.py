"""A worker killed in the middle of a re-evaluation: what another one goes on with comes to the same."""

import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal

import pytest

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.notices.models import Notice
from microcred.recognition import reactions
from microcred.recognition.models import Adjustment, ReevaluationOutcome
from microcred.recognition.operations import reevaluation as verbs
from microcred.recognition.queries import reevaluation as questions
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_reevaluate import capped, go_through_all
from microcred.site.invariants import CREDIT

pytestmark = pytest.mark.django_db(transaction=True)

WORKS = """
import os, signal, sys
import django; django.setup()
from microcred.recognition import reactions
from microcred.recognition.operations import ledger
written, write = 0, ledger.Adjustment.objects.bulk_create
def create(rows):
    global written
    made = write(rows)
    written += len(rows)
    if written == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return made
ledger.Adjustment.objects.bulk_create = create
reactions.go_through(sys.argv[1])
"""


@pytest.mark.parametrize("dies_at", [1, 4])
def test_killed_in_the_middle_of_a_person_it_comes_to_the_same(cast, dies_at, monkeypatch):
    entry = make.entry(cast)
    people = [cast.ada, *make.colleagues(cast, 5, of=entry.award, under=entry.policy)]
    outbox.deliver_all()
    policy = capped(cast)
    verbs.try_out(actor=cast.femi, policy=policy, at=now())
    go_through_all()
    begun = verbs.reevaluate(actor=cast.femi, policy=policy, at=now())
    (portion,) = begun.portions.all()
    before = Notice.objects.filter(kind="credit_adjusted").count()

    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "microcred.settings"}
    command = [sys.executable, "-c", WORKS, str(portion.pk), str(dies_at)]
    assert subprocess.run(command, env=environment, check=False).returncode == -9
    assert Adjustment.objects.count() == dies_at - 1
    assert not ReevaluationOutcome.objects.filter(portion=portion).exists()
    outbox.deliver_all()

    monkeypatch.setattr(reactions, "now", lambda: now() + timedelta(minutes=11))
    reactions.begin_what_is_due()
    go_through_all()
    assert [make.worth(person) for person in people] == [Decimal(15)] * 6
    assert Adjustment.objects.count() == 6
    told = Notice.objects.filter(kind="credit_adjusted")
    assert told.count() - before == len(set(told.values_list("person", flat=True))) == 6
    assert questions.progress_of(begun, unit="").is_done
    assert all(not list(invariant.violations()) for invariant in CREDIT)
