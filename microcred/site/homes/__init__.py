"""Each role's first page: ONE clear next step (what, by when, how long), then the rest.

Site stands on the top floor and may ask every app; a home is questions only, and shows what is true or says that
nothing is there.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import memberships_of
from microcred.site.homes import (
    applying,
    assessing,
    colleagues,
    designing,
    educator,
    leading,
    looking,
    newcomer,
    recognizing,
    renewing,
    running,
)
from microcred.site.homes.shapes import CreditBar, Home, NextStep, Section
from microcred.site.taking_part import part_of


def _nothing_more(person: Person, *, at: datetime) -> tuple[Section, ...]:
    return ()


def _no_bars(person: Person, *, at: datetime) -> tuple[CreditBar, ...]:
    return ()


@dataclass(frozen=True)
class _Makers:
    step: Callable[..., NextStep]
    sections: Callable[..., tuple[Section, ...]] = _nothing_more
    bars: Callable[..., tuple[CreditBar, ...]] = _no_bars


BY_ROLE = {
    Role.EDUCATOR: _Makers(educator.step, educator.sections, renewing.bars),
    Role.PRE_CHECKER: _Makers(looking.pre_checker_step),
    Role.ASSESSOR: _Makers(assessing.assessor_step, assessing.assessor_sections),
    Role.LEAD_ASSESSOR: _Makers(assessing.lead_step, assessing.lead_sections),
    Role.AUTHOR: _Makers(designing.author_step, designing.author_sections),
    Role.QA_REVIEWER: _Makers(designing.qa_reviewer_step, designing.qa_reviewer_sections),
    Role.PROGRAM_MANAGER: _Makers(running.manager_step, running.manager_sections),
    Role.COACH: _Makers(running.coach_step, running.coach_sections),
    Role.RECOGNIZER: _Makers(recognizing.recognizer_step, recognizing.recognizer_sections),
    Role.ORG_ADMIN: _Makers(leading.admin_step, leading.admin_sections),
    Role.LICENSURE_OFFICER: _Makers(recognizing.officer_step, recognizing.officer_sections),
    Role.PARTNERSHIP_ADMIN: _Makers(leading.partnership_step, leading.partnership_sections),
    Role.RESEARCHER: _Makers(leading.researcher_step),
}
"""In the order in which a person with several roles sees them: first what others wait for."""


def homes_of(person: Person, *, at: datetime) -> list[Home]:
    """One home for each role that a person holds, an educator's and an author's for who takes part or
    writes on a draft without one, after the roles they were given; or a newcomer's. What colleagues ask of them
    stands first in the first, and last in it whether they want to score for others."""
    first, *others = _homes(person, at=at)
    around = (*colleagues.sections(person), *first.sections, *applying.sections(person, at=at))
    return [replace(first, sections=around), *others]


def _over(step: NextStep, person: Person, *, at: datetime) -> NextStep:
    """The same, knowing whether its time is over on the person's clock."""
    today = at.astimezone(ZoneInfo(person.time_zone)).date()
    is_over = step.by <= at if step.by else step.by_day is not None and step.by_day < today
    return replace(step, is_over=is_over)


def _homes(person: Person, *, at: datetime) -> list[Home]:
    places: dict[Role, list[str]] = {}
    for membership in memberships_of(person, at=at):
        places.setdefault(Role(membership.role), []).append(membership.organization.name)
    if not {Role.EDUCATOR, Role.AUTHOR} <= set(places):
        part = part_of(person)
        by_doing = {Role.EDUCATOR: part.takes_part, Role.AUTHOR: part.writes}
        places |= {role: [] for role, is_so in by_doing.items() if is_so and role not in places}
    if not places:
        return [Home(None, (), newcomer.step(person, at=at), sections=newcomer.sections(person, at=at))]
    return [
        Home(
            role,
            tuple(places[role]),
            _over(makers.step(person, at=at), person, at=at),
            makers.bars(person, at=at),
            makers.sections(person, at=at),
        )
        for role, makers in sorted(BY_ROLE.items(), key=lambda one: not places.get(one[0]))
        if role in places
    ]
