from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import DatabaseError, transaction

from microcred.authoring.models import MinutesClosing
from microcred.authoring.operations import (
    MinutesClosed,
    MinutesEmpty,
    MinutesOvertaken,
    close_minutes,
    invite_to_retreat,
    save_minutes,
)
from microcred.authoring.tests import retreats as make
from microcred.catalog.tests.make import cora, gus
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Role

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def retreat():
    return make.opened()


def save(retreat, text, revision, *, who=None):
    return save_minutes(actor=who or cora(), retreat=retreat, text=text, revision=revision, at=AT)


def test_guests_write_too_and_strangers_do_not(retreat):
    with pytest.raises(NotAllowed):
        save(retreat, "Present: all.", 0, who=gus())
    dev = make.colleague("Dev", Role.QA_REVIEWER)
    invite_to_retreat(actor=cora(), retreat=retreat, person=dev, at=AT)

    assert save(retreat, "Present: all.", 0, who=dev).saved_by == dev


def test_two_writers_overwrite_nothing(retreat):
    save(retreat, "Present: all.", 0)
    assert save(retreat, "Present: all.", 0).revision == 1, "what is there already changes nothing"
    with pytest.raises(MinutesOvertaken) as overtaken:
        save(retreat, "Present: most.", 0)

    assert overtaken.value.theirs.text == "Present: all."
    assert save(retreat, "Present: most.", 1).revision == 2


def test_closed_they_stay_as_they_are(retreat):
    with pytest.raises(MinutesEmpty):
        close_minutes(actor=cora(), retreat=retreat, revision=0, at=AT)
    save(retreat, "Present: all.", 0)
    dev = make.colleague("Dev", Role.QA_REVIEWER)
    invite_to_retreat(actor=cora(), retreat=retreat, person=dev, at=AT)
    with pytest.raises(NotAllowed):
        close_minutes(actor=dev, retreat=retreat, revision=1, at=AT)
    with pytest.raises(MinutesOvertaken):
        close_minutes(actor=cora(), retreat=retreat, revision=0, at=AT)
    closing = close_minutes(actor=cora(), retreat=retreat, revision=1, at=AT)

    assert closing.digest == sha256(b"Present: all.").hexdigest()
    assert close_minutes(actor=cora(), retreat=retreat, revision=1, at=AT + timedelta(days=1)) == closing
    with pytest.raises(MinutesClosed):
        save(retreat, "Present: none.", 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        MinutesClosing.objects.filter(pk=closing.pk).update(text="Present: none.")
