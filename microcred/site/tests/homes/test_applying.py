"""What a home says about scoring for others: an offer, where one stands, and the way from there."""

from microcred.calibration.operations import withdraw_application
from microcred.calibration.tests.make_vetting import Verdict, applied, decided, said
from microcred.site.homes import homes_of


def titles(person, at):
    return [section.title for home in homes_of(person, at=at) for section in home.sections]


def test_an_educator_is_told_quietly_that_somebody_looks_for_assessors(cast):
    assert "Score for others" not in titles(cast.ada, cast.at)
    said(cast)
    assert titles(cast.ada, cast.at)[-1] == "Score for others"
    assert "Score for others" not in titles(cast.ben, cast.at)
    assert "Score for others" not in titles(cast.lena, cast.at)


def test_who_applied_sees_where_it_stands_and_then_the_way(cast):
    application = applied(cast)
    assert "You want to score for others" in titles(cast.ada, cast.at)
    decided(cast, application, Verdict.WAITING)
    assert "You want to score for others" in titles(cast.ada, cast.at)
    decided(cast, application)
    assert "Your way to scoring" in titles(cast.ada, cast.at)


def test_who_took_it_back_is_offered_it_again(cast):
    application = applied(cast)
    withdraw_application(actor=cast.ada, application=application, at=cast.at)
    assert "Score for others" in titles(cast.ada, cast.at)
