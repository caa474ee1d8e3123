"""Cases of originality: the demonstration's colleagues hand in the same words, which the comparison cannot but find.

One case waits for an answer; the others were looked into and are no concern.
"""

from datetime import timedelta

from microcred.integrity.models import Case
from microcred.integrity.operations import ask, close, look
from microcred.integrity.rules import Outcome
from microcred.site.demo.world import World


def look_into_cases(world: World) -> None:
    """Let Elena ask about the newest case, and close the others."""
    elena = world.cast.elena
    cases = list(Case.objects.select_related("submission__pursuit__person", "organization").order_by("opened_at", "pk"))
    for case in cases:
        at = case.opened_at + timedelta(days=1)
        look(actor=elena, case=case, at=at)
        if case == cases[-1]:
            words = "Your answers are nearly those of a colleague. Did you plan and write together? Who wrote what?"
            ask(actor=elena, case=case, words=words, at=at)
        else:
            words = "They wrote up one plan together, as their program lets them; each reflection is their own."
            close(actor=elena, case=case, outcome=Outcome.NO_CONCERN, words=words, at=at)
