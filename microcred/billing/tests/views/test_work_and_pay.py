import pytest
from django.urls import reverse

from microcred.billing.tests import make
from microcred.foundation.clock import standing_at

HERE = reverse("work_and_pay")


def page(client, person, **query):
    client.force_login(person)
    return client.get(HERE, query).content.decode()


def test_it_shows_each_month_with_its_hours_and_its_pay(client, cast, version):
    make.done(cast, version, cast.ben, at=cast.at)
    make.done(cast, version, cast.ben, at=cast.at + make.DAY, name="Emil")
    make.done(cast, version, cast.ben, at=cast.at + 40 * make.DAY, name="Ewa")
    make.locked(cast, make.period(cast))

    shown = page(client, cast.ben)
    assert "Readings of October 2026" in shown
    assert "September 2026" in shown
    assert "$50.00" in shown
    assert "not paid yet" in shown
    assert "2</p>" in shown, "hours of service"
    september = page(client, cast.ben, month="2026-09")
    assert "Readings of September 2026" in september
    assert september.count("September 1, 2026") >= 2


def test_a_month_that_is_none_shows_the_newest(client, cast, version):
    make.done(cast, version, cast.ben, at=cast.at)
    for typed in ("2026-13", "never", "1999-01"):
        assert "Readings of September 2026" in page(client, cast.ben, month=typed)


def test_before_the_first_reading_it_says_so(client, cast):
    assert "You have not saved a reading yet" in page(client, cast.ben)


def test_without_a_rate_it_says_that_none_was_stated(client, cast, rosa):
    make.done(cast, make.version(cast), cast.ben, at=cast.at)
    shown = page(client, cast.ben)
    assert "no rate stated yet" in shown
    assert "No organization has said yet what a reading counts for." in shown


def test_it_is_for_who_reads_and_shows_nobody_elses(client, cast, version):
    make.done(cast, version, cast.ben, at=cast.at)
    client.force_login(cast.ada)
    assert client.get(HERE).status_code == 404
    assert "$25.00" not in page(client, cast.bea)


def test_it_costs_the_same_for_one_and_for_many(client, cast, version, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make.done(cast, version, cast.ben, at=cast.at)
    make.locked(cast, make.period(cast))
    client.force_login(cast.ben)
    client.get(HERE)
    with CaptureQueriesContext(connection) as one:
        client.get(HERE)
    for number, name in enumerate(("Emil", "Ewa", "Edo"), start=1):
        make.done(cast, version, cast.ben, at=cast.at + number * make.DAY, name=name)
    make.locked(cast, make.period(cast, make.OCTOBER, make.NOVEMBER))
    with django_assert_num_queries(len(one)):
        client.get(HERE)


@pytest.mark.parametrize("language", ["es"])
def test_it_speaks_spanish(client, cast, version, language):
    make.done(cast, version, cast.ben, at=cast.at)
    cast.ben.language = language
    cast.ben.save(update_fields=["language"])
    with standing_at(cast.at + make.DAY):
        shown = page(client, cast.ben)
    assert "Mi trabajo y mi pago" in shown
    assert "Horas de servicio" in shown
    assert "Hours of service" not in shown
