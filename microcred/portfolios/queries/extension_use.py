"""Whether more time that somebody was granted was needed by anything they handed in."""

from collections.abc import Iterable

from microcred.portfolios.deadlines import Span, was_needed
from microcred.portfolios.models import Extension, Submission
from microcred.portfolios.queries.extensions import grants_beside, windows_for
from microcred.portfolios.queries.moving import ends_for_everybody
from microcred.programs.models import Window
from microcred.programs.queries import windows_of


def was_used(extension: Extension) -> bool:
    """Whether something was handed in that only the extension let in: neither everybody's time, minutes of grace,
    another window nor another extension did."""
    return any(_let_in(extension, one) for one in _handed_in_since(extension))


def _let_in(extension: Extension, submission: Submission) -> bool:
    moment = submission.submitted_at
    others = [one.until for one in grants_beside(extension) if one.granted_at <= moment]
    window = extension.window
    if window is not None:
        own, beside = _span(window), _windows_beside(extension, window)
    else:
        ends_at = ends_for_everybody(submission.pursuit, at=moment)
        if ends_at is None:
            return False
        own, beside = Span(None, ends_at), []
    return was_needed(extension.until, others, of=own, beside=beside, at=moment)


def _windows_beside(extension: Extension, window: Window) -> list[Span]:
    same = [one for one in windows_of(window.program, Window.Takes(window.takes)) if one.pk != window.pk]
    return [_span(one) for one in windows_for(extension.person_id, same)]


def _handed_in_since(extension: Extension) -> Iterable[Submission]:
    """What was handed in while it held: nothing before it was granted needed it."""
    since = Submission.objects.filter(submitted_at__gte=extension.granted_at).order_by("submitted_at")
    since = since.select_related("pursuit__version__micro_credential__owner")
    if extension.window is None:
        return since.filter(pursuit=extension.pursuit_id)
    of = since.filter(pursuit__person=extension.person_id, pursuit__program=extension.window.program_id)
    if extension.window.takes == Window.Takes.RESUBMISSIONS:
        return of.filter(attempt__gt=1)
    # Without windows of their own, resubmissions are taken in those for submissions.
    own = windows_of(extension.window.program, Window.Takes.RESUBMISSIONS)
    return of.filter(attempt=1) if own else of


def _span(window: Window) -> Span:
    return Span(window.opens_at, window.closes_at, window.grace_minutes)
