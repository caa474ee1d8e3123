from datetime import timedelta
from uuid import uuid4

import pytest

from microcred.authoring.operations import NotOfTheOrganization, ask_for_packs, keep_pack
from microcred.authoring.pack import Pack
from microcred.authoring.queries import agenda_of, counting_for, newest_packs
from microcred.authoring.tests import retreats as make
from microcred.catalog.tests.make import cora, gus
from microcred.foundation.models import OutboxEvent
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db
AT = make.AT


def test_each_of_the_agenda_is_asked_for_and_counted_by_a_worker():
    items = make.agenda("Alpha", "Beta")
    retreat = items[0].retreat
    requests = ask_for_packs(actor=cora(), retreat=retreat, at=AT)

    assert OutboxEvent.objects.filter(name="authoring.PackAsked").count() == 2
    assert counting_for(retreat).is_under_way
    for request in requests:
        keep_pack(actor=None, request=request, pack=Pack(request.micro_credential_id, "", AT, ()), at=AT)
    counting = counting_for(retreat)
    assert (counting.asked, counting.counted, counting.is_under_way) == (2, 2, False)
    assert all(line.pack for line in agenda_of(retreat, today=make.TODAY))


def test_what_was_counted_first_stands_and_a_later_count_is_another_pack():
    (item,) = make.agenda("Alpha")
    first = make.packed(item)
    again = keep_pack(actor=None, request=first.request, pack=Pack(item.micro_credential_id, "Changed", AT, ()), at=AT)
    assert again == first
    later = make.packed(item, at=AT + timedelta(days=1))

    assert newest_packs([item.micro_credential_id]) == {item.micro_credential_id: later}


def test_only_who_keeps_the_retreat_asks_and_only_for_its_own():
    (item,) = make.agenda("Alpha")
    with pytest.raises(NotAllowed):
        ask_for_packs(actor=gus(), retreat=item.retreat, at=AT)
    ines = make.elsewhere()
    theirs = make.opened(actor=ines, owner=ines.memberships.get().organization)

    with pytest.raises(NotOfTheOrganization):
        ask_for_packs(actor=ines, retreat=theirs, micro_credentials=[item.micro_credential], at=AT)


def test_the_pack_of_another_is_not_kept():
    (item,) = make.agenda("Alpha")
    (request,) = ask_for_packs(actor=cora(), retreat=item.retreat, at=AT)

    with pytest.raises(ValueError, match="another"):
        keep_pack(actor=None, request=request, pack=Pack(uuid4(), "", AT, ()), at=AT)
