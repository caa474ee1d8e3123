"""Differences between groups: who is counted, what is told of whom, and that few are told of by nobody."""

from datetime import date, timedelta
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection

from microcred.analytics.queries import by_grade, groups
from microcred.analytics.queries.packs import pack_of
from microcred.analytics.rules import band_on, groups_of
from microcred.analytics.rules import groups as rules
from microcred.authoring.groups_page import shown_groups
from microcred.authoring.pack import Found, Groups, as_json, read_pack
from microcred.catalog.models import Version
from microcred.foundation import kept_figures
from microcred.foundation.kept_figures import KeptFigures
from microcred.organizations.models import Person
from microcred.recognition.operations.standing import confirm_statement, state_licence
from microcred.scoring.tests import make

DAY = timedelta(days=1)
CRITERIA = {uuid4(): name for name in ("Purpose", "Evidence", "Reflection", "Reach", "Voice")}


def licensed(band: str, *, first: date = date(2024, 7, 1), last: date | None = date(2029, 6, 30)):
    return first, last, [band]


def test_a_band_is_known_where_all_that_holds_on_the_day_names_the_same_one():
    day = date(2026, 9, 1)
    assert band_on(day, [licensed("K-5")]) == "K-5"
    assert band_on(day, [licensed("K-5"), licensed("k-5")]) == "K-5"
    assert band_on(day, [licensed("K-5"), licensed(" k-5 ")]) == "K-5"
    assert band_on(day, [licensed("K-5"), licensed("6-8", last=date(2026, 8, 31))]) == "K-5"
    assert band_on(day, [licensed("K-5"), licensed("6-8")]) is None
    assert band_on(day, [(date(2024, 7, 1), None, ["K-5", "6-8"])]) is None
    assert band_on(day, [licensed("K-5", first=date(2026, 9, 2))]) is None
    assert band_on(day, []) is None


def drawn(sizes: dict[str, int], *, harder: float = 0.0, name: str = "6-8") -> Groups:
    """Groups by size; the first criterion is harder by so many levels for those of one name."""
    draw = np.random.default_rng(4)
    members = [band for band, size in sizes.items() for _ in range(size)]
    latent = 1.5 + 0.8 * draw.normal(0, 1, (len(members), 1)) + draw.normal(0, 0.7, (len(members), len(CRITERIA)))
    latent[:, 0] -= harder * np.array([each == name for each in members])
    levels = np.clip(np.rint(latent), 0, 3)
    return groups_of(members, {one: list(levels[:, at]) for at, one in enumerate(CRITERIA)}, CRITERIA)


def test_of_two_groups_one_is_beside_the_other():
    (one,) = drawn({"K-5": 220, "6-8": 160}, harder=0.8).compared
    assert (one.name, one.people, one.beside, one.others) == ("K-5", 220, "6-8", 160)
    assert [each.criterion for each in one.criteria] == list(CRITERIA.values())
    assert one.criteria[0].found is Found.EASIER
    assert one.criteria[0].low > 0.3


def test_of_three_each_is_beside_all_others():
    found = drawn({"K-5": 200, "6-8": 150, "9-12": 120}, harder=0.8)
    assert [(one.name, one.people, one.others, one.beside) for one in found.compared] == [
        ("K-5", 200, 270, ""),
        ("6-8", 150, 320, ""),
        ("9-12", 120, 350, ""),
    ]
    assert found.compared[1].criteria[0].found is Found.HARDER
    assert {each.found for each in found.compared[1].criteria[1:]} <= {Found.OPEN, Found.NONE, Found.EASIER}


def test_small_groups_are_in_no_number():
    """Else how many they are could be worked out from who is beside whom."""
    found = drawn({"K-5": 80, "6-8": 60, "9-12": 9})
    assert found.people == (("K-5", 80), ("6-8", 60))
    assert found.has_small
    (one,) = found.compared
    assert (one.people, one.others) == (80, 60)
    assert "9" not in shown_groups(found).people


def test_however_a_group_is_spelled_it_is_one():
    """Else both of its halves would be too small to be told of."""
    found = drawn({"K-5": 9, "k-5": 8, " K-5": 1, "6-8": 20})
    assert found.people == (("6-8", 20), ("K-5", 15))
    assert not found.has_small


def test_one_person_more_changes_no_number_that_is_told():
    """Two reports that differ by one person do not tell of which group that one is."""
    before, after = (drawn({"K-5": size, "6-8": 63, "9-12": 12}) for size in (83, 84))
    assert before.people == after.people == (("K-5", 80), ("6-8", 60), ("9-12", 10))
    numbers = [[(one.people, one.others) for one in found.compared] for found in (before, after)]
    assert numbers == [[(80, 70), (60, 90)]] * 2
    shown = shown_groups(after)
    assert "in fives, rounded down: K-5 (about 80), 6-8 (about 60), 9-12 (about 10)." in shown.people
    assert shown.compared[0].title == "K-5 (about 80 people) beside all others (about 70)"


def test_fewer_than_fifty_are_counted_and_not_compared():
    found = drawn({"K-5": 300, "6-8": 49})
    assert (found.people, found.compared) == ((("K-5", 300), ("6-8", 45)), ())
    shown = shown_groups(found)
    assert "K-5 (about 300), 6-8 (about 45)" in shown.people
    assert "compared from 50 people on" in shown.people
    assert not shown.notes


def test_where_nothing_is_known_that_is_said():
    assert "Of nobody" in shown_groups(Groups()).people
    assert "fewer than 10 people are not shown" in shown_groups(drawn({"K-5": 9})).people


def test_a_figure_that_there_is_not_says_why():
    names = dict(list(CRITERIA.items())[:2])
    found = groups_of(["K-5"] * 60 + ["6-8"] * 60, {one: [1.0, 2.0] * 60 for one in names}, names)
    (one,) = shown_groups(found).compared
    assert {row.value for row in one.rows} == {"–"}
    assert "two other criteria" in str(one.rows[0].words)


def test_what_chance_makes_of_many_comparisons_is_told_seldom():
    draw, alarms = np.random.default_rng(9), 0
    for _ in range(60):
        members = ["K-5"] * 90 + ["6-8"] * 80 + ["9-12"] * 70
        latent = 1.5 + 0.8 * draw.normal(0, 1, (240, 1)) + draw.normal(0, 0.7, (240, len(CRITERIA)))
        levels = np.clip(np.rint(latent), 0, 3)
        found = groups_of(members, {one: list(levels[:, at]) for at, one in enumerate(CRITERIA)}, CRITERIA)
        alarms += any(each.found in (Found.HARDER, Found.EASIER) for one in found.compared for each in one.criteria)
    assert alarms <= 9


@pytest.fixture
def version(cast) -> Version:
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    return make.published(cast)


@pytest.fixture
def from_two_on(monkeypatch):
    monkeypatch.setattr(rules, "SMALL", 1)
    monkeypatch.setattr(rules, "ENOUGH", 2)
    monkeypatch.setattr(rules, "STEP", 1)


def confirmed(cast, person: Person, band: str) -> None:
    said = state_licence(
        actor=person,
        person=person,
        jurisdiction=cast.places["south-carolina"],
        kind="professional",
        issued_on=(cast.at - 400 * DAY).date(),
        expires_on=(cast.at + 900 * DAY).date(),
        grade_bands=[band],
        at=cast.at,
    )
    confirm_statement(actor=cast.femi, statement=said, at=cast.at)


def read(cast, version: Version, name: str, band: str = "", **how) -> Person:
    person = make.educator(cast, name)
    if band:
        confirmed(cast, person, band)
    make.read(make.waiting(person, version, at=cast.at), cast.ben, at=cast.at + DAY, **how)
    return person


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("from_two_on")
class TestOfAVersion:
    def test_people_count_by_what_is_confirmed_of_them(self, cast, version):
        for name, band in (("Uma", "K-5"), ("Vic", "K-5"), ("Wes", "6-8"), ("Yan", "")):
            read(cast, version, name, band)
        found = by_grade(version, until=cast.at + 9 * DAY)
        assert found.people == (("K-5", 2), ("6-8", 1))
        assert by_grade(version, until=cast.at).people == ()
        assert by_grade(version, since=cast.at + 2 * DAY, until=cast.at + 9 * DAY).people == ()

    def test_kept_figures_know_of_a_licence_that_is_confirmed_later(self, cast, version, monkeypatch):
        monkeypatch.setattr(groups, "_KEPT", KeptFigures(200))
        monkeypatch.setattr(kept_figures, "compares", True)
        uma = read(cast, version, "Uma")
        assert by_grade(version, until=cast.at + 9 * DAY).people == ()
        confirmed(cast, uma, "9-12")
        assert by_grade(version, until=cast.at + 9 * DAY).people == (("9-12", 1),)

    def test_however_many_people_there_are_each_question_is_as_short(self, cast, version, monkeypatch):
        read(cast, version, "Uma", "K-5")
        few = self.asked(cast, version, monkeypatch)
        read(cast, version, "Vic", "K-5")
        read(cast, version, "Wes", "6-8")
        assert self.asked(cast, version, monkeypatch) == few

    def asked(self, cast, version, monkeypatch) -> list[int]:
        """How many values stand in each question, where nothing is kept."""
        monkeypatch.setattr(groups, "_KEPT", KeptFigures(200))
        values = []

        def counted(execute, sql, given, many, context):
            values.append(len(given or ()))
            return execute(sql, given, many, context)

        with connection.execute_wrapper(counted):
            by_grade(version, until=cast.at + 9 * DAY)
        return values

    def test_a_pack_keeps_it(self, cast, version):
        read(cast, version, "Uma", "K-5")
        pack = pack_of(version.micro_credential, at=cast.at + 9 * DAY)
        assert pack.newest.by_grade.people == (("K-5", 1),)
        assert read_pack(as_json(pack)) == pack
