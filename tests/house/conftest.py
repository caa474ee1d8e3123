from typing import Any

import pytest
from django.db import transaction


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any):
    """The story, told once for a module; tests undo what they do to it."""
    from tests.story import tell

    with django_db_blocker.unblock(), transaction.atomic():
        yield tell()
        transaction.set_rollback(True)
