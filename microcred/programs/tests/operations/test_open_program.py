from datetime import timedelta

import pytest
from django.http import Http404

from microcred.foundation.refusals import NotAllowed
from microcred.programs.access import managed_program
from microcred.programs.models import Window
from microcred.programs.operations import PeriodBackwards
from microcred.programs.queries import programs_for, windows_of
from microcred.programs.tests.make import pilot, version


def test_elena_opens_the_pilot_and_manages_it(cast):
    program = pilot(cast, milestones=[("Orientation", cast.at, cast.at + timedelta(hours=2))])

    assert program.windows.count() == 2
    assert [milestone.name for milestone in program.milestones.all()] == ["Orientation"]
    assert managed_program(cast.elena, program.slug, at=cast.at) == program
    with pytest.raises(Http404):
        managed_program(cast.omar, program.slug, at=cast.at)


def test_who_manages_nothing_opens_nothing(cast):
    with pytest.raises(NotAllowed):
        pilot(cast, actor=cast.ada)


def test_a_window_cannot_close_before_it_opens(cast):
    with pytest.raises(PeriodBackwards, match="Window 1"):
        pilot(cast, windows=[("Window 1", Window.Takes.SUBMISSIONS, cast.at, cast.at)])


def test_windows_are_told_apart_by_what_they_take(cast):
    program = pilot(cast)
    first, second = program.windows.order_by("opens_at")
    takes = Window.Takes

    assert windows_of(program, takes.SUBMISSIONS) == [first]
    assert windows_of(program, takes.RESUBMISSIONS) == [second]


def test_a_program_is_for_the_micro_credentials_of_its_stacks(cast):
    published = version(cast)
    program = pilot(cast)
    elsewhere = pilot(cast, slug="other", stacks=[])

    assert list(programs_for(published)) == [program]
    assert elsewhere not in programs_for(published)
