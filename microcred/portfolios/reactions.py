"""What the educator's work does when it hears of something, and by the clock."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design, Reason, kind_of_change
from microcred.catalog.events import GraceExtended, RetirementDeclared, VersionPublished
from microcred.catalog.models import GraceExtension, Retirement, Succession, Version
from microcred.catalog.queries import End, current_version, ending_between, title_for_readers, versions_below
from microcred.foundation import jobs, storage
from microcred.foundation.clock import now
from microcred.foundation.moments import closing_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.portfolios import operations
from microcred.portfolios.models import (
    Arrival,
    DeclaredConflict,
    Item,
    PeerInvitation,
    PreCheckWay,
    Pursuit,
    Redaction,
    Submission,
    TimeRequest,
    Upload,
)
from microcred.portfolios.operations import (
    EXAMINATION_JOB,
    EXAMINATION_QUEUE,
    LAYING_OUT_JOB,
    LINK_JOB,
    LOOKING_QUEUE,
    PEER_MAIL_JOB,
    PRE_CHECK_JOB,
    REDACTION_JOB,
    UPLOAD_LASTS,
    carry_out,
    examine,
    expire_upload,
    have_examined,
    lay_out,
    let_go_of_original,
)
from microcred.portfolios.queries import (
    in_progress_on,
    overtaken,
    state_of,
    still_asked,
    unended,
    unneeded,
    why_not_needed,
)

REMIND_BEFORE = timedelta(days=14)
LEFT_BEHIND = timedelta(minutes=15)
"""after which a job that should have concluded a pre-check is not waited for any more"""
MOST_FACTS = 8
"""Changes that a notice names; the page of the comparison has them all."""


@on(VersionPublished)
def tell_who_works_on_earlier_versions(news: VersionPublished) -> None:
    """Everyone in progress hears what changed, until when they may finish, and that they may move over."""
    version = Version.objects.select_related("micro_credential__owner").get(pk=news.version_id)
    succession = Succession.objects.filter(version=version).select_related("before").first()
    if succession is None:
        return
    earlier = Version.objects.filter(micro_credential=version.micro_credential).exclude(pk=version.pk)
    facts = kind_of_change(
        Design.model_validate(succession.before.design), Design.model_validate(version.design)
    ).reasons
    for pursuit in in_progress_on(earlier.filter(published_at__lte=version.published_at)):
        _tell_of_version(pursuit, succession, facts)


@on(RetirementDeclared)
def tell_who_works_on_what_retires(news: RetirementDeclared) -> None:
    """Everyone in progress hears from when it takes no starts, until when they may finish, and what follows."""
    retirement = (
        Retirement.objects.filter(micro_credential=news.micro_credential_id)
        .select_related("micro_credential__owner", "successor")
        .get()
    )
    for pursuit in in_progress_on(Version.objects.filter(micro_credential=retirement.micro_credential)):
        _tell_of_retirement(pursuit, retirement)


@on(GraceExtended)
def tell_who_has_more_time(news: GraceExtended) -> None:
    """Everyone in progress whose last day became a later one hears until when, and why."""
    longer = GraceExtension.objects.select_related(
        "succession__version__micro_credential__owner", "retirement__micro_credential__owner"
    ).get(pk=news.extension_id)
    end = longer.succession or longer.retirement
    if end is None:  # the table has a constraint against it
        return
    for pursuit in in_progress_on(_ended_by(end)):
        _tell_of_more_time(pursuit, longer)


@jobs.job(EXAMINATION_JOB, queue=EXAMINATION_QUEUE, most_tries=5, wait_grows_by=4)
def examine_arrival(arrival_id: str) -> None:
    """Lead what was uploaded through its examination; cut off, it begins again."""
    found = Arrival.objects.filter(pk=arrival_id).select_related("original", "requirement", "pursuit__person").first()
    if found is not None:
        examine(found, at=now())


@jobs.job(LAYING_OUT_JOB, queue=EXAMINATION_QUEUE, most_tries=2)
def lay_out_item(item_id: str) -> None:
    """Make the pages of an office file."""
    found = Item.objects.filter(pk=item_id).select_related("file").first()
    if found is not None:
        lay_out(found)


@jobs.job(REDACTION_JOB, queue=EXAMINATION_QUEUE, most_tries=3, wait_grows_by=4)
def make_redacted_copy(redaction_id: str) -> None:
    """Make the copy of a redaction; cut off, it begins again."""
    around = ("item__file", "item__pursuit", "outcome", "undoing")
    found = Redaction.objects.filter(pk=redaction_id).select_related(*around).first()
    if found is not None:
        carry_out(found, at=now())


@jobs.job(LINK_JOB, queue=LOOKING_QUEUE, most_tries=3, wait_grows_by=4)
def look_at_link_of_item(item_id: str) -> None:
    """Open a link that was put in, and keep what came of it."""
    found = Item.objects.filter(pk=item_id, removal__isnull=True).first()
    if found is not None and found.url:
        operations.look_at_link(found, at=now())


@jobs.job(PRE_CHECK_JOB, queue=LOOKING_QUEUE, most_tries=3, wait_grows_by=4)
def pre_check_submission(submission_id: str) -> None:
    """Look at what nobody has looked at yet in a submission, and pass it on or give it back."""
    operations.check_automatically(_to_look_at().get(pk=submission_id), at=now())


@jobs.every(minutes=5)
def conclude_pre_checks_left_behind() -> None:
    """What the system alone looks at and a crash left behind is concluded, by what has been seen of it."""
    at = now()
    left = _to_look_at().filter(
        pre_check__settled_at__isnull=True,
        pre_check__way=PreCheckWay.AUTOMATIC,
        pre_check__begun_at__lt=at - LEFT_BEHIND,
    )
    for submission in left[:200]:
        operations.conclude_pre_check(actor=None, submission=submission, at=at)


def _to_look_at() -> QuerySet[Submission]:
    return Submission.objects.select_related(
        "pre_check", "pursuit__person", "pursuit__version__micro_credential__owner"
    )


@jobs.every(minutes=5)
def examine_what_waits() -> None:
    """Try again what the scanner held up, and take up what a crash left behind."""
    for arrival in unended().filter(arrived_at__lt=now() - timedelta(minutes=2)).select_related("pursuit__version"):
        have_examined(arrival)


@jobs.every(minutes=60)
def let_go_of_what_was_refused() -> int:
    """The bytes of refused and dismissed uploads that nobody needs any more. Return of how many arrivals."""
    at = now()
    over = list(unneeded(at=at)[:1000])
    return sum(let_go_of_original(actor=None, arrival=arrival, at=at) for arrival in over)


@jobs.every(minutes=60)
def find_who_was_declared() -> None:
    """Whoever was named by an address as too close to a reader is known as such once they have an account."""
    at = now()
    for conflict in DeclaredConflict.objects.exclude(email="")[:5_000]:
        operations.find_declared(actor=None, conflict=conflict, at=at)


@jobs.every(minutes=60)
def close_time_requests_nobody_needs() -> None:
    """What was asked for work that went on without more time, or whose deadline passed long ago, waits for nobody."""
    at = now()
    for asked in still_asked(TimeRequest.objects.select_related("window", "pursuit__version__micro_credential__owner")):
        if why_not_needed(asked, at=at) is not None:
            operations.close_time_request(actor=None, request=asked, at=at)


@jobs.every(minutes=60)
def remind_whose_grace_ends() -> None:
    """Who still works on what ends within two weeks is told once more; each end once, however often this runs."""
    at = now()
    successions, retirements = ending_between(at, at + REMIND_BEFORE)
    ends: list[End] = [*successions.select_related("version__micro_credential"), *retirements]
    for end in ends:
        _remind(in_progress_on(_ended_by(end)))


@jobs.job(PEER_MAIL_JOB, queue="mail", most_tries=8, wait_grows_by=4)
def mail_peer_invitation(invitation_id: str) -> None:
    """Write to whoever was asked to read and has no account. A mail server that is down is tried again for most of a
    day."""
    asked = PeerInvitation.objects.select_related("pursuit__person", "pursuit__version")
    invitation = asked.get(pk=UUID(invitation_id))
    operations.mail_peer_invitation(actor=None, invitation=invitation, at=now())


def _tell_of_version(pursuit: Pursuit, succession: Succession, facts: Iterable[Reason]) -> None:
    version, mine = succession.version, pursuit.version
    title = title_for_readers(version)
    address = [version.micro_credential.slug, version.label, mine.label]
    common = {"title": title, "label": version.label, "mine": mine.label, "note": succession.note}
    if succession.kind == Succession.Kind.EDITORIAL:
        subject = format_lazy(_("Words were mended: {title}"), title=title)
        body = format_lazy(
            _(
                "“{title}” reads better in some places, as revision {label}: {note}\n\nWhat is asked for and what is "
                "needed stay the same. You need do nothing: your work goes on, and is judged, by the words of version "
                "{mine} that you began with."
            ),
            **common,
        )
    else:
        ends = _end_of(pursuit, succession)
        subject = format_lazy(_("There is a new version: {title}"), title=title)
        body = format_lazy(
            _(
                "Version {label} of “{title}” was published. You work on version {mine}, and may hand it in until "
                "{ends}. {note}\n\nWhat changed:\n\n{facts}\n\nOr move over to the new version: your workspace shows "
                "beforehand what is copied, and nothing that you wrote is lost."
            ),
            ends=ends,
            facts=_listed([fact.words for fact in facts]),
            **common,
        )
    tell(
        actor=None,
        person=pursuit.person,
        kind="version_published",
        subject=subject,
        body=body,
        path=reverse("changes", args=address),
        key=f"version_published:{version.pk}:{pursuit.pk}",
        at=version.published_at,
    )


def _tell_of_retirement(pursuit: Pursuit, retirement: Retirement) -> None:
    zone = retirement.micro_credential.owner.time_zone
    successor = current_version(retirement.successor) if retirement.successor else None
    follows: str | Promise = ""
    if successor:
        named = title_for_readers(successor)
        follows = format_lazy(_("“{title}” takes its place; your workspace shows what would be copied."), title=named)
    tell(
        actor=None,
        person=pursuit.person,
        kind="retirement_declared",
        subject=format_lazy(_("It will be retired: {title}"), title=title_for_readers(pursuit.version)),
        body=format_lazy(
            _(
                "“{title}” takes no new starts from {begins} on: {reason}\n\nYou have begun it, and may hand it in "
                "until {ends}. What you earn with it stays valid. {follows}"
            ),
            title=title_for_readers(pursuit.version),
            begins=closing_in_words_lazy(retirement.retired_at, zone),
            reason=retirement.reason,
            ends=closing_in_words_lazy(retirement.grace_ends_at, zone) if retirement.grace_ends_at else _("any day"),
            follows=follows,
        ),
        path=reverse("pursuit", args=[pursuit.pk]),
        key=f"retirement_declared:{retirement.pk}:{pursuit.pk}",
        at=retirement.declared_at or retirement.retired_at,
    )


def _ended_by(end: End) -> QuerySet[Version]:
    """The versions that something puts an end to."""
    if isinstance(end, Retirement):
        return Version.objects.filter(micro_credential=end.micro_credential_id)
    return versions_below(end.version.micro_credential, end.version.number)


def _tell_of_more_time(pursuit: Pursuit, longer: GraceExtension) -> None:
    follows = overtaken(pursuit, state_of(pursuit), at=longer.given_at)
    if follows is None or follows.ends_at is None:
        return
    tell(
        actor=None,
        person=pursuit.person,
        kind="grace_extended",
        subject=format_lazy(_("You have more time: {title}"), title=title_for_readers(pursuit.version)),
        body=format_lazy(
            _(
                "Your work on version {mine} of “{title}” may be handed in until {ends}. {reason}\n\nNothing else "
                "changes: it is judged by the rubric that you began with."
            ),
            mine=pursuit.version.label,
            title=title_for_readers(pursuit.version),
            ends=closing_in_words_lazy(follows.ends_at, pursuit.version.micro_credential.owner.time_zone),
            reason=longer.reason,
        ),
        path=reverse("pursuit", args=[pursuit.pk]),
        key=f"grace_extended:{longer.pk}:{pursuit.pk}",
        at=longer.given_at,
    )


def _remind(pursuits: Iterable[Pursuit]) -> None:
    at = now()
    for pursuit in pursuits:
        follows = overtaken(pursuit, state_of(pursuit), at=at)
        if follows is None or follows.ends_at is None or not at < follows.ends_at <= at + REMIND_BEFORE:
            continue
        zone = pursuit.version.micro_credential.owner.time_zone
        tell(
            actor=None,
            person=pursuit.person,
            kind="grace_ends",
            subject=format_lazy(_("Soon to be handed in: {title}"), title=title_for_readers(pursuit.version)),
            body=format_lazy(
                _(
                    "Your work on version {mine} of “{title}” can be handed in until {ends}. After that it is kept, "
                    "and your workspace says what follows it and what would go along."
                ),
                mine=pursuit.version.label,
                title=title_for_readers(pursuit.version),
                ends=closing_in_words_lazy(follows.ends_at, zone),
            ),
            path=reverse("pursuit", args=[pursuit.pk]),
            key=f"grace_ends:{follows.ends_at.isoformat()}:{pursuit.pk}",
            at=at,
        )


def _end_of(pursuit: Pursuit, succession: Succession) -> str | Promise:
    """Until when this very work may be handed in: an earlier version may have put an end to it already."""
    follows = overtaken(pursuit, state_of(pursuit), at=succession.version.published_at)
    ends_at = follows.ends_at if follows else succession.grace_ends_at
    zone = pursuit.version.micro_credential.owner.time_zone
    return closing_in_words_lazy(ends_at, zone) if ends_at else _("any day")


def _listed(facts: list[str | Promise]) -> str | Promise:
    """Facts as lines of a list, in the language of whoever reads them."""

    def lines() -> str:
        shown = [f"- {fact}" for fact in facts[:MOST_FACTS]] or [now_said("- The wording, in several places.")]
        more = len(facts) - MOST_FACTS
        return "\n".join([*shown, *([now_said("- and {count} more").format(count=more)] if more > 0 else [])])

    said: str | Promise = lazy(lines, str)()
    return said


@jobs.every(minutes=60)
def expire_uploads() -> int:
    """What nobody went on sending for too long is let go, bytes and all. Return how many."""
    at = now()
    left = list(Upload.objects.filter(end__isnull=True, expires_at__lte=at).select_related("pursuit")[:1000])
    for upload in left:
        expire_upload(actor=None, upload=upload, at=at)
    # What a failed transaction left has no row; it is known by its age.
    storage.place().abort_begun_before(at - 2 * UPLOAD_LASTS)
    return len(left)
