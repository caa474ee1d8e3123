from datetime import timedelta

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django.models import ProcrastinateJob

from microcred.notices.models import Notice
from microcred.notices.operations import MAIL_JOB
from microcred.notices.tests.make import told


def jobs_of(notice):
    return list(ProcrastinateJob.objects.filter(task_name=MAIL_JOB, args={"notice_id": str(notice.pk)}))


def test_ada_is_told_and_a_job_waits_to_mail_it(cast):
    notice = told(cast.ada, at=cast.at)

    assert Notice.objects.get() == notice
    assert (notice.person, notice.told_at, notice.read_at, notice.mailed_at) == (cast.ada, cast.at, None, None)
    assert [job.queue_name for job in jobs_of(notice)] == ["mail"]


def test_the_same_fact_announced_twice_is_told_once(cast):
    first = told(cast.ada, at=cast.at, key="submission:7")
    again = told(cast.ada, at=cast.at + timedelta(hours=1), key="submission:7", subject="We have it, again")

    assert again == first
    assert Notice.objects.get().subject == "We have your submission"
    assert len(jobs_of(first)) == 1


def test_two_people_are_told_of_one_fact(cast):
    told(cast.ada, at=cast.at, key="submission:7")
    told(cast.elena, at=cast.at, key="submission:7")

    assert {notice.person for notice in Notice.objects.all()} == {cast.ada, cast.elena}


def test_what_is_rolled_back_is_told_to_nobody(cast):
    with transaction.atomic():
        told(cast.ada, at=cast.at)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name=MAIL_JOB).exists()


def test_a_subject_is_one_line_however_it_was_written(cast):
    notice = told(cast.ada, at=cast.at, subject="Circles\r\nBcc: everyone@example.org\n\tfor all")

    assert notice.subject == "Circles Bcc: everyone@example.org for all"


def test_a_long_subject_is_cut_with_an_ellipsis(cast):
    notice = told(cast.ada, at=cast.at, subject="Word " * 60)

    assert len(notice.subject) <= 200
    assert notice.subject.endswith("Word…")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org/", "inbox/"])
def test_a_notice_leads_nowhere_but_here(cast, elsewhere):
    with pytest.raises(ValueError, match="this server"):
        told(cast.ada, at=cast.at, path=elsewhere)


def test_words_come_out_in_the_persons_own_language(cast):
    cast.ada.language = "es"

    notice = told(cast.ada, at=cast.at, subject=gettext_lazy("Yes"))

    assert notice.subject == "Sí"
