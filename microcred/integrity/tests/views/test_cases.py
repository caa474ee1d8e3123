from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from microcred.integrity.models import Step
from microcred.integrity.operations import ask, compare, flag
from microcred.integrity.tests.make import TALE, educator, handed_in
from microcred.portfolios.operations import return_for_revision
from microcred.portfolios.tests.make import short
from microcred.programs.tests.make import version as published


@pytest.fixture
def wen(cast):
    return educator(cast)


@pytest.fixture
def case(cast, wen):
    version = published(cast)
    compare(actor=None, submission=handed_in(cast, version, cast.ada, TALE), at=cast.at)
    return compare(actor=None, submission=handed_in(cast, version, wen, TALE), at=cast.at)


@pytest.fixture
def elena(cast, client):
    client.force_login(cast.elena)
    return client


def test_a_case_is_found_looked_into_asked_about_and_closed(elena, case):
    page = elena.get(reverse("cases")).content.decode()
    assert case.submission.alias in page
    assert "nobody has looked yet" in page
    page = elena.get(reverse("case", args=[case.pk])).content.decode()
    assert "Wen Li" in page
    assert "Ada Whitfield" in page
    assert "100 %" in page
    elena.get(reverse("case", args=[case.pk]))
    assert "nobody has looked yet" not in elena.get(reverse("cases")).content.decode()

    steps = reverse("case_step", args=[case.pk])
    assert elena.post(steps, {"kind": "asked", "words": ""}).status_code == 422
    assert elena.post(steps, {"kind": "asked", "words": "How did this come about?"}).status_code == 302
    assert elena.post(steps, {"kind": "closed", "words": "Why not"}).status_code == 422
    assert elena.post(steps, {"kind": "looked", "words": "x"}).status_code == 400
    answer = elena.post(steps, {"kind": "closed", "outcome": "no_concern", "words": "They wrote it together."})
    assert answer.status_code == 302
    assert "They wrote it together." in elena.get(urlsplit(answer.url).path).content.decode()
    assert [step.kind for step in Step.objects.order_by("number")] == ["looked", "asked", "closed"]


def test_the_educator_reads_what_it_is_about_and_answers(client, cast, case, wen):
    client.force_login(wen)
    address = reverse("own_case", args=[case.pk])
    assert client.get(address).status_code == 404
    ask(actor=cast.elena, case=case, words="How did this come about?", at=cast.at)
    page = client.get(address).content.decode()

    assert "How did this come about?" in page
    assert "Ada" not in page
    assert "Elena" not in page
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "We planned it together."}).status_code == 302
    assert "We planned it together." in client.get(address).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(elena, cast, case, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    elena.get(reverse("cases"))
    with CaptureQueriesContext(connection) as one:
        elena.get(reverse("cases"))
    flag(actor=cast.ben, submission=case.submission, words="Two voices.", at=cast.at)
    other = published(cast, name="Another Thing")
    for number in range(2):
        flag(
            actor=cast.ben,
            submission=handed_in(cast, other, educator(cast, f"E {number}"), "Mine."),
            words="?",
            at=cast.at,
        )
    with django_assert_max_num_queries(len(one)):
        elena.get(reverse("cases"))


def test_the_home_leads_to_the_question_and_to_open_cases(client, cast, case, wen):
    client.force_login(cast.elena)
    assert "1 case of originality is open" in client.get(reverse("home")).content.decode()
    ask(actor=cast.elena, case=case, words="How did this come about?", at=cast.at)
    client.force_login(wen)
    address = reverse("own_case", args=[case.pk])
    assert address in client.get(reverse("home")).content.decode()

    client.post(address, {"words": "We planned it together."})
    assert address not in client.get(reverse("home")).content.decode()


def test_nobody_else_reads_a_case_and_a_look_is_noted_once(client, cast, case):
    for person, status in ((cast.ada, 404), (cast.lena, 404), (cast.ben, 404), (cast.elena, 200), (cast.elena, 200)):
        client.force_login(person)
        assert client.get(reverse("case", args=[case.pk])).status_code == status

    assert [(step.kind, step.taken_by) for step in Step.objects.all()] == [("looked", cast.elena)]


def test_open_cases_come_in_the_order_of_what_was_promised(elena, cast, wen):
    from datetime import timedelta

    version, later = published(cast), cast.at + timedelta(days=9)
    promised_last = handed_in(cast, version, wen, TALE, at=later)
    promised_first = handed_in(cast, version, cast.ada, "Something else altogether, in words of its own.", at=cast.at)
    flag(actor=cast.ben, submission=promised_last, words="Hm.", at=later)
    flag(actor=cast.ben, submission=promised_first, words="Hm.", at=later + timedelta(minutes=1))

    page = elena.get(reverse("cases")).content.decode()

    assert page.index(promised_first.alias) < page.index(promised_last.alias)
    assert "Open cases first, by the date promised for the submission" in page
    assert "Monday, Sep 21" in page

    return_for_revision(
        actor=None, submission=promised_first, short=short([version.criteria.first()]), at=later + timedelta(days=1)
    )
    page = elena.get(reverse("cases")).content.decode()
    assert page.index(promised_last.alias) < page.index(promised_first.alias), "what is decided is not urgent"
    assert "Monday, Sep 21" not in page
