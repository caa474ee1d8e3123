"""What programs do by the clock."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import License, Stack
from microcred.catalog.queries import licenses_in_force
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.moments import closing_in_words_lazy
from microcred.notices.operations import tell
from microcred.organizations.models import Role
from microcred.organizations.queries import people_with
from microcred.programs.models import Program
from microcred.programs.offering import may_offer_stack

WARN_BEFORE = timedelta(days=30)


@jobs.every(minutes=60)
def warn_whose_license_ends() -> None:
    """Who manages a program hears once that the license for a stack ends within a month, and what that means."""
    at = now()
    for granted in licenses_in_force(at=at).select_related("owner", "licensee"):
        closes: datetime | None = vars(granted)["closes"]
        if closes is None or closes > at + WARN_BEFORE:
            continue
        for program in Program.objects.filter(owner__lineage__contains=[granted.licensee_id]).select_related("owner"):
            for stack in _stacks_under(granted, program):
                if not may_offer_stack(stack, by=program.owner, at=closes):
                    _warn(program, stack, granted, closes, at)


def _stacks_under(granted: License, program: Program) -> list[Stack]:
    """The stacks that a program offers, of those that a license is for."""
    covered = Q(owner=granted.owner_id)
    if granted.stack_id:
        covered = Q(pk=granted.stack_id)
    elif granted.micro_credential_id:
        covered = Q(places__micro_credential=granted.micro_credential_id)
    return list(program.stacks.filter(covered).select_related("owner").distinct())


def _warn(program: Program, stack: Stack, granted: License, closes: datetime, at: datetime) -> None:
    for person in people_with(Role.PROGRAM_MANAGER, organization=program.owner, at=at):
        tell(
            actor=None,
            person=person,
            kind="license_ends",
            subject=format_lazy(_("The license for “{stack}” ends"), stack=stack.name),
            body=format_lazy(
                _(
                    "{program} offers “{stack}” of {owner} until {ends}. After that it takes no new starts on it; who "
                    "has begun goes on, hands in and is awarded as before.\n\nAsk an administrator of {owner} for a "
                    "license that goes on, if people should still start."
                ),
                program=program.name,
                stack=stack.name,
                owner=granted.owner.name,
                ends=closing_in_words_lazy(closes, program.owner.time_zone),
            ),
            path=reverse("program", args=[program.slug]),
            key=f"license_ends:{program.pk}:{stack.pk}:{closes.isoformat()}",
            at=at,
        )
