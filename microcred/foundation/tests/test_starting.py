"""What every process does before it does anything: it starts."""

import subprocess
import sys

import pgtrigger
import pytest
from pgtrigger import registry

from microcred.foundation.models import OutboxEvent
from microcred.foundation.triggers import kept_indexes
from tests.plugin import CHECKOUT

HEAVY = ("openpyxl", "pyld", "requests", "scipy.linalg", "scipy.sparse", "scipy.special")
"""What only some processes need, and takes as long to import as half of the server."""

STARTED = """
import gc, sys
from microcred.foundation.starting import start_django
start_django()
print(gc.isenabled(), gc.get_freeze_count() > 100_000, *sorted(set(sys.argv[1:]) & set(sys.modules)))
"""


def test_it_starts_without_what_only_some_processes_need_and_looks_for_garbage_afterwards():
    done = subprocess.run(
        [sys.executable, "-c", STARTED, *HEAVY], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["True", "True"]


@pytest.fixture
def another():
    """A trigger by the name of one that is there already."""
    (model, there) = next(found for found in pgtrigger.registered() if found[0] is OutboxEvent)
    return model, pgtrigger.Protect(name=there.name, operation=pgtrigger.Truncate)


def test_no_name_of_a_trigger_is_taken_twice(another):
    model, trigger = another
    before = dict(registry._registry.data)
    with kept_indexes(), pytest.raises(KeyError, match="already"):
        trigger.register(model)
    assert dict(registry._registry.data) == before


def test_a_trigger_entered_while_indexes_are_kept_is_there_afterwards():
    trigger = pgtrigger.Protect(name="entered", operation=pgtrigger.Truncate)
    with kept_indexes():
        trigger.register(OutboxEvent)
        with pytest.raises(KeyError, match="already"):
            pgtrigger.Protect(name="entered", operation=pgtrigger.Delete).register(OutboxEvent)
    try:
        assert (OutboxEvent, trigger) in pgtrigger.registered()
    finally:
        trigger.unregister(OutboxEvent)
