"""What waits for whoever looks after the quality of designs: administrators of organizations and of the partnership."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.authoring.gates import READ_WITHIN, Stage
from microcred.authoring.models import QualityReview
from microcred.authoring.queries import RoundAt, drafts_to_judge, rounds_kept_by
from microcred.authoring.queries.reviews import Part, drafts_to_review, part_in, quality_outcome
from microcred.catalog.queries import never_reviewed, reviews_due
from microcred.organizations.models import Person
from microcred.quality.queries import places_to_keep
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_LOOKED_THROUGH = 8
MOST_ROUNDS = 200
SOON = timedelta(days=14)


def quality_step(person: Person, *, at: datetime) -> NextStep | None:
    """What comes first of quality: an outcome others wait for, then what is late, stuck, not begun, or due soon."""
    return next(_steps(person, at=at), None)


def _steps(person: Person, *, at: datetime) -> Iterator[NextStep]:
    # Where a round stands is dear to ask, so all that are open are asked for once.
    rounds = list(rounds_kept_by(person, at=at).exclude(stands=RoundAt.CONCLUDED.value)[:MOST_ROUNDS])
    for review in _theirs((one for one in rounds if one.stands == RoundAt.TO_CONCLUDE), person, at=at):
        yield _about_round(
            review,
            _("Conclude %(name)s"),
            _("Both reviewers have filed. The authors wait for what it comes to."),
            action=_("Read what they say and conclude"),
            takes=_("half an hour"),
        )
    at_the_gate = drafts_to_judge(person, at=at).filter(stage=Stage.QUALITY_REVIEW.value)
    for draft in at_the_gate[:MOST_LOOKED_THROUGH]:
        if quality_outcome(draft).passes:
            yield NextStep(
                title=_("Let %(name)s through its quality review") % {"name": draft},
                words=_("The review is over, and the draft waits for you to pass it by what the reviewers came to."),
                href=address("draft_way", draft.pk),
                action=_("See where it stands"),
                by=(draft.stage_since or draft.changed_at) + READ_WITHIN,
            )
    for review in _theirs((one for one in rounds if one.stands == RoundAt.LATE), person, at=at):
        yield _about_round(
            review,
            _("See to the review of %(name)s"),
            _("Its day is over, and somebody has not filed. Ask them, or invite another to a seat they left."),
            by=review.due_at,
        )
    disputed = (one for one in rounds if one.stands == RoundAt.DISPUTED and not one.has_arbiter)
    for review in _theirs(disputed, person, at=at):
        yield _about_round(
            review,
            _("Help to settle %(name)s"),
            _("The reviewers say different things. If they do not come to agree, name a third who settles it."),
        )
    for draft in drafts_to_review(person, at=at).filter(stage=Stage.QUALITY_REVIEW.value)[:MOST_LOOKED_THROUGH]:
        if quality_outcome(draft).stage is None:
            yield NextStep(
                title=_("Ask two reviewers for %(name)s") % {"name": draft},
                words=_("It waits at the quality review, and nobody has been invited to judge it."),
                href=f"{address('quality_reviews')}#open",
                action=_("Open a round"),
                by=(draft.stage_since or draft.changed_at) + READ_WITHIN,
                takes=_("five minutes"),
            )
    soon = (at + SOON).date()
    ending = [one for one in rounds if one.stands == RoundAt.CONDITIONS and one.outcome.meet_by <= soon]
    for review in _theirs(sorted(ending, key=lambda one: one.outcome.meet_by), person, at=at):
        yield NextStep(
            title=_("See whether %(name)s meets its conditions") % {"name": review},
            words=_("It passed on conditions, and one of them is open."),
            href=address("quality_review", review.pk),
            action=_("See the conditions"),
            by_day=review.outcome.meet_by,
        )
    for due in reviews_due(places_to_keep(person, at=at), today=at.date())[:1]:
        yield NextStep(
            title=_("Have %(name)s reviewed again") % {"name": due.version.title},
            words=_("Its quality review is due."),
            href=f"{address('quality_reviews')}?version={due.version.pk}#open",
            action=_("Open a round"),
            by_day=due.by,
        )


def _theirs(rounds: Iterable[Any], person: Person, *, at: datetime) -> Iterator[Any]:
    """The rounds that a person may see: who wrote of a design looks after no round of it."""
    open_to = (each for each in islice(rounds, MOST_LOOKED_THROUGH) if part_in(each, person, at=at) is Part.KEEPER)
    return islice(open_to, 1)


def _about_round(
    review: QualityReview, title: str, words: str, *, action: str = "", by: datetime | None = None, takes: str = ""
) -> NextStep:
    return NextStep(
        title=title % {"name": review},
        words=words,
        href=address("quality_review", review.pk),
        action=action or _("Open the review"),
        by=by,
        takes=takes,
    )


def quality_section(person: Person, *, at: datetime) -> Section | None:
    """How much of each kind there is: rounds, designs that wait, what is due. None of who has nothing to do with it."""
    places = list(places_to_keep(person, at=at))
    if not places:
        return None
    stands = list(rounds_kept_by(person, at=at).order_by().values_list("stands", flat=True))
    reviews = address("quality_reviews")
    lines = [
        Line(
            title=str(each.words),
            href=f"{reviews}?where={each.value}",
            status=str(count),
            tone=_TONES.get(each, "neutral"),
        )
        for each in RoundAt
        if each is not RoundAt.CONCLUDED and (count := stands.count(each.value))
    ]
    waiting = drafts_to_review(person, at=at).filter(stage=Stage.QUALITY_REVIEW.value).count()
    due = len(reviews_due(places, today=at.date()))
    never = never_reviewed(places, today=at.date(), at=at).count()
    lines += [
        Line(title=title, href=href, status=str(count))
        for title, href, count in (
            (_("Designs waiting for two reviewers"), f"{reviews}#open", waiting),
            (_("Due for another review"), f"{reviews}#due", due),
            (_("Never reviewed"), f"{reviews}#unreviewed", never),
        )
        if count
    ]
    words = "" if lines else _("Nothing waits: no round is open, and nothing is due.")
    return Section(_("Quality reviews"), tuple(lines), words, more=reviews, more_words=_("All of them"))


_TONES = {RoundAt.TO_CONCLUDE: "warning", RoundAt.LATE: "danger", RoundAt.DISPUTED: "warning"}


def keeping_section() -> Section:
    """Where else one decides what designs are held to."""
    return Section(
        _("What designs are held to"),
        (
            Line(title=_("Quality frameworks, and who goes by which"), href=address("quality_adoptions")),
            Line(title=_("Frameworks, taken in and kept"), href=address("framework_imports")),
            Line(title=_("Retreats"), href=address("retreats")),
            Line(title=_("Crosswalks"), href=address("crosswalk_drawings")),
        ),
        more=address("design_board"),
        more_words=_("What stands where"),
    )


def never_reviewed_step(person: Person, *, at: datetime) -> NextStep | None:
    """Where nothing else waits: how much no quality review has ever judged."""
    never = never_reviewed(places_to_keep(person, at=at), today=at.date(), at=at)
    count = never.count()
    if not count:
        return None
    return NextStep(
        title=ngettext(
            "One micro-credential was never reviewed", "%(count)d micro-credentials were never reviewed", count
        )
        % {"count": count},
        words=_("They are published, and no quality review has judged them by the standards you go by."),
        href=f"{address('quality_reviews')}#unreviewed",
        action=_("See them, and open a round"),
    )
