"""The forecast of a cycle: a table of cases, and the last day of June where the rules hold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from microcred.recognition.rules.forecast import forecast
from microcred.recognition.tests import make
from tests.cast import Cast

DAY = timedelta(days=1)
CYCLE = {"starts_on": date(2024, 7, 1), "ends_on": date(2029, 7, 1), "needed": Decimal(120)}


@pytest.mark.parametrize(
    ("counted", "today", "missing", "each_month"),
    [
        ("60", date(2026, 12, 31), "0", "2"),
        ("0", date(2026, 12, 31), "120", "4"),
        ("30", date(2026, 12, 31), "60.1", "3"),
        ("120", date(2026, 12, 31), "0", "0"),
        ("100", date(2029, 6, 30), "20", "20"),
    ],
)
def test_a_cycle_at_its_present_pace(counted: str, today: date, missing: str, each_month: str):
    found = forecast(**CYCLE, counted=Decimal(counted), today=today)
    assert found is not None
    assert abs(found.missing - Decimal(missing)) <= Decimal("0.2")
    assert found.each_month == Decimal(each_month)


@pytest.mark.parametrize("days", [365, 364, 100, 59, 31])
def test_what_each_month_must_bring_is_enough_by_the_last_day_and_hardly_more(days: int):
    found = forecast(**CYCLE, counted=Decimal(0), today=CYCLE["ends_on"] - days * DAY)
    assert found is not None
    months = Decimal(days) * 12 / 365
    assert 120 <= found.each_month * months < 121


@pytest.mark.parametrize("today", [date(2024, 8, 1), date(2029, 7, 1), date(2030, 1, 1)])
def test_too_early_or_over_it_says_nothing(today: date):
    assert forecast(**CYCLE, counted=Decimal(0), today=today) is None


def test_where_no_total_is_asked_it_says_nothing():
    assert forecast(**(CYCLE | {"needed": Decimal(0)}), counted=Decimal(0), today=date(2026, 1, 1)) is None


def test_the_transcript_says_what_will_be_missing(client: Client, cast: Cast):
    make.entry(cast)
    client.force_login(cast.ada)
    html = client.get("/transcript/").content.decode()
    assert "At your present pace there will be" in html
    assert "a month from now on it is enough" in html
