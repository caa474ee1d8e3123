"""What runs by the clock runs: each chore as the worker calls it, on a database in which the cast lives."""

import pytest

from microcred.foundation.jobs import app

CHORES = sorted(task.task.name for task in app.periodic_registry.periodic_tasks.values())


def test_every_app_has_had_its_say():
    assert len(CHORES) > 30


@pytest.mark.parametrize("name", CHORES)
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cast")
def test_a_chore_runs_when_its_hour_comes(name: str):
    app.tasks[name].func(timestamp=0)
