"""Whether the next attempt waits for a coach, and which requests wait for one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import CoachAnswer, CoachRequest, Pursuit
from microcred.portfolios.queries.acquaintance import is_known_to, judged_by
from microcred.portfolios.queries.terms import terms_of
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import coach_is_needed

COACHING = (Role.COACH, Role.PROGRAM_MANAGER)
"""Who signs off: a coach, or who runs the program where it has none."""


@dataclass(frozen=True)
class CoachGate:
    """Where work that has used up its attempts stands with its coach."""

    used: int
    limit: int
    request: CoachRequest | None
    """the last one, after this many attempts"""

    @property
    def answer(self) -> CoachAnswer | None:
        """What the coach said to it, if they have."""
        return getattr(self.request, "answer", None) if self.request else None

    @property
    def is_open(self) -> bool:
        """Whether one attempt more was signed off."""
        return bool(self.answer and self.answer.signed_off)

    @property
    def waits(self) -> bool:
        """Whether a request waits for its answer."""
        return self.request is not None and self.answer is None


def coach_gate(workspace: Workspace) -> CoachGate | None:
    """Where the next attempt stands with a coach; None while it needs none, without a query before work came back."""
    used = workspace.next_attempt - 1
    return gate_after(workspace.pursuit, used) if workspace.is_open and used else None


def gate_after(pursuit: Pursuit, used: int) -> CoachGate | None:
    """Where the attempt after so many stands with a coach; None while it needs none."""
    limit = terms_of(pursuit.version).attempts
    if not coach_is_needed(used, limit):
        return None
    asked = _asked(pursuit_id=pursuit.pk)
    return CoachGate(used, limit, next((one for one in asked if one.after_attempts == used), None))


def coached_by(pursuit: Pursuit) -> Organization:
    """Where the coaches of a pursuit hold their role: at who runs its program, or who offers the micro-credential."""
    return pursuit.program.owner if pursuit.program else pursuit.version.micro_credential.owner


def requests_for(coach: Person, *, at: datetime) -> QuerySet[CoachRequest]:
    """What was asked of the coaches where a person is one, what waits first; each says whether they know whose it is.

    Never about their own work, nor about work that they have held to judge it: that stays without a name for them. Who
    may come to judge something learns whose a request is once they open it (`look_at_request`), and no sooner.
    """
    places = organizations_where(coach, *COACHING, at=at)
    theirs = Q(pursuit__program__owner__in=places) | Q(
        pursuit__program__isnull=True, pursuit__version__micro_credential__owner__in=places
    )
    judged = judged_by(coach, educator="pursuit__person", micro_credential="pursuit__version__micro_credential")
    asked = CoachRequest.objects.filter(theirs).filter(~judged).exclude(pursuit__person=coach)
    is_known = is_known_to(coach, pursuit="pursuit", at=at)
    asked = asked.select_related(
        "answer__coach", "pursuit__person", "pursuit__program__owner", "pursuit__version__micro_credential__owner"
    )
    return asked.annotate(is_known=is_known).order_by(F("answer__answered_at").asc(nulls_first=True), "asked_at", "pk")


@asked_often
def _asked(*, pursuit_id: UUID) -> QuerySet[CoachRequest]:
    asked = CoachRequest.objects.filter(pursuit=pursuit_id)
    return asked.select_related("answer__coach").order_by("-asked_at", "-pk")
