from datetime import timedelta

from microcred.notices.models import Notice
from microcred.notices.operations import read, read_all
from microcred.notices.queries import inbox_of, unread_count
from microcred.notices.tests.make import told


def test_reading_keeps_the_first_time(cast):
    notice = told(cast.ada, at=cast.at)

    assert read(actor=cast.ada, notices=[notice], at=cast.at + timedelta(hours=1)) == 1
    assert read(actor=cast.ada, notices=[notice], at=cast.at + timedelta(hours=2)) == 0

    assert Notice.objects.get().read_at == cast.at + timedelta(hours=1)


def test_nobody_reads_for_another(cast):
    notice = told(cast.ada, at=cast.at)

    assert read(actor=cast.gus, notices=[notice], at=cast.at) == 0
    assert read_all(actor=cast.gus, up_to=cast.at) == 0

    assert unread_count(cast.ada) == 1


def test_reading_all_leaves_what_came_after_the_page_was_opened(cast):
    told(cast.ada, at=cast.at, key="1")
    told(cast.ada, at=cast.at + timedelta(minutes=2), key="2")

    read_all(actor=cast.ada, up_to=cast.at + timedelta(minutes=1))

    assert [notice.key for notice in inbox_of(cast.ada).filter(read_at__isnull=True)] == ["2"]


def test_the_inbox_shows_unread_first_and_newest_first(cast):
    for minute in range(4):
        told(cast.ada, at=cast.at + timedelta(minutes=minute), key=str(minute))
    read(actor=cast.ada, notices=[Notice.objects.get(key="3")], at=cast.at)

    assert [notice.key for notice in inbox_of(cast.ada)] == ["2", "1", "0", "3"]
