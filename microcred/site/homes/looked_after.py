"""Assessors about whom something waits for a lead: alarms that nobody answered, paused rights that nobody decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.calibration.queries import pauses_to_decide
from microcred.catalog.queries import say_titles
from microcred.organizations.models import Organization, Person
from microcred.scoring.queries import alarms_to_answer
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


@dataclass
class Waiting:
    """An assessor for whom something waits, in one organization.

    Attributes:
        paused: the rubrics by which they may score nothing until a lead decides.
        signals: what the alarms about them say, each once.
        since: when the oldest of it came up.
    """

    assessor: Person
    organization: Organization
    since: datetime
    paused: list[str] = field(default_factory=list)
    signals: list[str] = field(default_factory=list)

    @property
    def href(self) -> str:
        """Where all that is known of how they judge stands."""
        return address("reader", self.organization.slug, self.assessor.pk)

    @property
    def line(self) -> Line:
        """Their name, and what waits."""
        if self.paused:
            title = f"{self.assessor.name} · {' · '.join(self.paused)}"
            first = [_("may score nothing by this rubric until you decide")]
        else:
            title, first = f"{self.assessor.name} · {self.organization.name}", []
        return Line(title=title, href=self.href, note="; ".join([*first, *self.signals]))


def assessors_who_wait(lead: Person, *, at: datetime) -> tuple[Waiting, ...]:
    """Who waits, each once for an organization: whose right is paused first, then whoever has most alarms, then who
    waits longest."""
    found: dict[tuple[object, object], Waiting] = {}

    def of(assessor: Person, organization: Organization, since: datetime) -> Waiting:
        one = found.setdefault((assessor.pk, organization.pk), Waiting(assessor, organization, since))
        one.since = min(one.since, since)
        return one

    pauses = pauses_to_decide(lead, at=at)
    say_titles([each.version for each in pauses], get_language() or "")
    for pause in pauses:
        one = of(pause.assessor, pause.version.micro_credential.owner, pause.paused_at)
        one.paused.append(pause.version.title)
    for alarm in alarms_to_answer(lead, at=at):
        one = of(alarm.assessor, alarm.organization, alarm.raised_at)
        signal = str(alarm.get_signal_display())
        if signal not in one.signals:
            one.signals.append(signal)
    return tuple(sorted(found.values(), key=lambda one: (not one.paused, -len(one.signals), one.since)))


def step_for(waiting: tuple[Waiting, ...]) -> NextStep:
    """To look at the assessor for whom it presses most."""
    return NextStep(
        title=ngettext("One assessor waits for your look", "%(count)d assessors wait for your look", len(waiting))
        % {"count": len(waiting)},
        words=_("Readings went away from what is agreed, or a right to score is paused. You decide what follows."),
        href=waiting[0].href,
        action=_("See the readings"),
    )


def step_for_questions(waiting: int) -> NextStep:
    """To answer what assessors ask about work before them."""
    return NextStep(
        title=ngettext("An assessor asks you something", "%(count)d questions of assessors wait", waiting)
        % {"count": waiting},
        words=_("How is the rubric to be read? Answer in words; which level it is stays theirs to judge."),
        href=address("lead_questions"),
        action=_("See the questions"),
    )


def section_of(waiting: tuple[Waiting, ...]) -> Section:
    """One line for each, and the way to all of them."""
    return Section(
        _("Assessors who wait for you"),
        tuple(one.line for one in waiting[:MOST_SHOWN]),
        more=_all_of(one.organization for one in waiting),
        more_words=_("How all assessors judge"),
    )


def _all_of(organizations: Iterable[Organization]) -> str:
    slugs = {organization.slug for organization in organizations}
    return address("readers", slugs.pop()) if len(slugs) == 1 else address("leading")
