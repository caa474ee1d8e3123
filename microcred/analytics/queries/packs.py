"""Counting the data pack of a micro-credential: some twenty queries, and a few more for each version read twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Avg,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    Func,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Extract, NullIf, Trim

from microcred.analytics.queries.groups import by_grade
from microcred.analytics.rules import Dependable, Hardness, RubricStudy, studied
from microcred.authoring import pack as shape
from microcred.authoring.pack import (
    Comment,
    CriterionFigures,
    Figure,
    LevelUse,
    Pack,
    Source,
    SpreadShare,
    Unit,
    VersionFigures,
)
from microcred.catalog.models import DecisionRule, DecisionRuleWording, MicroCredential, Version
from microcred.catalog.queries import RubricCriterion, compared, history_of, rubric_of
from microcred.credentials.models import Award
from microcred.measures import FEW, Estimate
from microcred.measures.coefficients import gwet
from microcred.measures.ratings import Ratings
from microcred.portfolios.models import Completion, Pursuit, Submission
from microcred.scoring.models import Decision, Result, Score, Scoring
from microcred.scoring.queries import helpfulness_by_version, read_side_by_side_of_each
from microcred.scoring.queries.planning import LONGEST_READING
from microcred.scoring.queries.policies import COUNTS
from microcred.scoring.rules import DOUBLE, Helpfulness, TwoReadings

SECONDS_IN_A_DAY = 86_400

MOST_COMMENTS = 200
"""Of one micro-credential, so many comments are read to choose from."""


class Quartiles(Aggregate):
    """The lower quartile, the median and the upper quartile of a number, interpolated by PostgreSQL."""

    template = "percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


@dataclass
class Span:
    """How long something took, in days: the three quartiles, and of how many cases."""

    of: int = 0
    quartiles: list[float] | None = None


@dataclass
class Tally:
    """What was counted of one criterion."""

    read: int = 0
    not_met: int = 0
    twice: int = 0
    same: int = 0
    exact: int = 0
    pairs: list[tuple[int, int]] = field(default_factory=list)
    caused: int = 0
    levels: dict[int, int] = field(default_factory=dict)
    words: dict[int, int] = field(default_factory=dict)
    """of a comment, in the mean, by the position of the level that it came with"""
    by_work: dict[UUID, int] = field(default_factory=dict)
    """the position that decided, by submission"""


@dataclass
class Counts:
    """What was counted of all versions, by version or criterion."""

    under_way: dict[UUID, int]
    submitted: dict[UUID, int]
    decided: dict[UUID, tuple[int, int]]
    first_tries: dict[UUID, tuple[int, int]]
    awarded: dict[UUID, int]
    turnaround: dict[UUID, Span]
    in_work: dict[UUID, Span]
    tallies: dict[UUID, Tally]
    studies: dict[UUID, RubricStudy]
    read_twice: dict[UUID, tuple[int, int]]
    minutes: dict[UUID, Span]
    appeals: dict[UUID, int]
    rulings: dict[UUID, int]
    helped: dict[UUID, Helpfulness]
    rules: dict[UUID, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    comments: dict[UUID, list[Comment]] = field(default_factory=lambda: defaultdict(list))
    commented: dict[UUID, int] = field(default_factory=dict)


def pack_of(micro_credential: MicroCredential, *, at: datetime) -> Pack:
    """What is known of a micro-credential up to a moment, version by version, the newest first."""
    history = history_of(micro_credential)
    counts = _counts(history, at)
    figures = [replace(_version_figures(each, counts), by_grade=by_grade(each, until=at)) for each in history]
    for place, (after, before) in enumerate(pairwise(history)):
        figures[place] = _against(figures[place], figures[place + 1], compared(before, after).rubric)
    title = history[0].title if history else micro_credential.slug
    return Pack(micro_credential.pk, title, at, tuple(figures))


def _version_figures(version: Version, counts: Counts) -> VersionFigures:
    criteria = rubric_of(version).criteria
    pk = version.pk
    decided, returned = counts.decided.get(pk, (0, 0))
    first, earned_at_once = counts.first_tries.get(pk, (0, 0))
    turnaround, in_work = counts.turnaround.get(pk, Span()), counts.in_work.get(pk, Span())
    twice, split = counts.read_twice.get(pk, (0, 0))
    minutes = counts.minutes.get(pk, Span())
    helped = counts.helped.get(pk, Helpfulness())
    study = counts.studies.get(pk) or studied((), {one.id: len(one.levels) for one in criteria})
    found = [_criterion_figures(one, counts.tallies, criteria, split, study) for one in criteria]
    figures = (
        shape.count("under_way", counts.under_way.get(pk, 0), Source.PURSUITS),
        shape.count("submissions", counts.submitted.get(pk, 0), Source.SUBMISSIONS),
        shape.count("awards", counts.awarded.get(pk, 0), Source.AWARDS),
        shape.share("returns", returned, decided, Source.DECISIONS),
        shape.share("first_try", earned_at_once, first, Source.DECISIONS),
        shape.days("turnaround", turnaround.quartiles, turnaround.of, Source.DECISIONS),
        shape.days("in_work", in_work.quartiles, in_work.of, Source.PURSUITS, of_people=True),
        shape.share("split", split, twice, Source.DOUBLE_READINGS),
        _dependable("phi", study.one, study.sampled),
        _dependable("phi_two", study.two, study.sampled),
        shape.minutes("reading", minutes.quartiles, minutes.of, Source.READINGS),
        shape.share("helped", helped.share.hits, helped.ratings, Source.RATINGS, people=helped.people),
        shape.not_collected("hours", Unit.COUNT, Source.HOURS),
        shape.not_collected("subjects", Unit.COEFFICIENT, Source.CONTEXTS),
        shape.count("rulings", counts.rulings.get(pk, 0), Source.RULINGS),
        shape.count("appeals", counts.appeals.get(pk, 0), Source.APPEALS),
    )
    return VersionFigures(
        pk,
        version.label,
        version.published_at,
        figures,
        _with_hints(found, study),
        shape.comments(counts.comments.get(pk, []), of=counts.commented.get(pk, 0)),
        tuple(counts.rules.get(pk, [])),
        spread=tuple(SpreadShare(source, share) for source, share in study.spread),
    )


def _criterion_figures(
    criterion: RubricCriterion,
    tallies: Mapping[UUID, Tally],
    all_of: Sequence[RubricCriterion],
    split: int,
    study: RubricStudy,
) -> CriterionFigures:
    tally = tallies.get(criterion.id, Tally())
    own = study.criteria[criterion.id]
    names = {one.id: one.name for one in all_of}
    shown = tally.read >= shape.SMALL
    return CriterionFigures(
        criterion.id,
        criterion.position,
        criterion.name,
        criterion.required_level.name,
        shape.share("not_met", tally.not_met, tally.read, Source.DECIDING_READINGS),
        shape.share("agreement", tally.same, tally.twice, Source.DOUBLE_READINGS),
        exact=shape.share("exact", tally.exact, tally.twice, Source.DOUBLE_READINGS),
        ac2=_ac2(tally, len(criterion.levels)),
        caused=shape.share("caused", tally.caused, split, Source.DOUBLE_READINGS),
        rest=_rest(criterion, tallies, all_of),
        levels=tuple(
            LevelUse(one.name, tally.levels.get(one.position, 0), tally.words.get(one.position))
            for one in criterion.levels
        )
        if shown
        else (),
        phi=_dependable("phi", own.one, study.sampled),
        of_readers=own.of_readers,
        difficulty=_difficulty(own.hardness, study.read),
        infit=own.hardness.infit if own.hardness else None,
        gap=own.hardness.gap if own.hardness else None,
        alike=tuple(names[each] for each in own.alike),
    )


def _dependable(name: str, found: Dependable | None, of: int) -> Figure:
    if found is None:
        return shape.coefficient(name, None, 0, 0, of, Source.DOUBLE_READINGS)
    return shape.coefficient(name, found.phi, found.within.low, found.within.high, of, Source.DOUBLE_READINGS)


def _difficulty(found: Hardness | None, of: int) -> Figure:
    if found is None:
        return shape.coefficient("difficulty", None, 0, 0, of, Source.DOUBLE_READINGS)
    low, high = found.within.low, found.within.high
    return shape.coefficient("difficulty", found.difficulty, low, high, of, Source.DOUBLE_READINGS)


def _with_hints(criteria: Sequence[CriterionFigures], study: RubricStudy) -> tuple[CriterionFigures, ...]:
    """The same with what their figures may mean, each beside the others."""
    found = []
    for each in criteria:
        others = [one.caused.value or 0.0 for one in criteria if one is not each and one.caused is not None]
        mean = sum(others) / len(others) if others else 0.0
        is_of_readers = study.criteria[each.criterion_id].is_of_readers
        found.append(replace(each, hints=shape.hints_of(each, mean, is_of_readers=is_of_readers)))
    return tuple(found)


def _ac2(tally: Tally, levels: int) -> Figure:
    """Gwet's AC2 with its interval, from as many pairs as it takes to say anything."""
    if tally.twice >= FEW:
        codes = np.array(tally.pairs, dtype=np.int64)
        measured = gwet(Ratings.of_codes(codes, range(levels)), "quadratic")
        if isinstance(measured, Estimate):
            low, high = measured.interval.low, measured.interval.high
            return shape.coefficient("ac2", measured.value, low, high, tally.twice, Source.DOUBLE_READINGS)
    return shape.coefficient("ac2", None, 0, 0, tally.twice, Source.DOUBLE_READINGS)


def _rest(criterion: RubricCriterion, tallies: Mapping[UUID, Tally], all_of: Sequence[RubricCriterion]) -> Figure:
    """How a criterion goes with the mean of the others over submissions of which all were judged, by Fisher's z."""
    own = tallies.get(criterion.id, Tally()).by_work
    others = [tallies.get(one.id, Tally()).by_work for one in all_of if one.id != criterion.id]
    whole = [work for work in own if all(work in one for one in others)]
    n = len(whole)
    if n < FEW or not others:
        return shape.coefficient("rest", None, 0, 0, n, Source.DECIDING_READINGS)
    mine = np.array([own[work] for work in whole], dtype=float)
    theirs = np.array([[one[work] for one in others] for work in whole], dtype=float).mean(axis=1)
    if not mine.std() or not theirs.std():
        return shape.coefficient("rest", None, 0, 0, n, Source.DECIDING_READINGS)
    r = float(np.corrcoef(mine, theirs)[0, 1])
    z, reach = np.arctanh(np.clip(r, -0.999999, 0.999999)), 1.959964 / np.sqrt(n - 3)
    low, high = float(np.tanh(z - reach)), float(np.tanh(z + reach))
    return shape.coefficient("rest", r, low, high, n, Source.DECIDING_READINGS)


def _against(after: VersionFigures, before: VersionFigures, pairs: Iterable[Any]) -> VersionFigures:
    """The later of two versions with how it differs from the earlier, criterion by criterion where found again."""
    found_again = {pair.after.uuid: pair.before.uuid for pair in pairs if pair.after and pair.before}
    earlier = {each.criterion_id: each.not_met for each in before.criteria}
    criteria = []
    for each in after.criteria:
        old = found_again.get(each.criterion_id)
        was: Figure | None = earlier.get(old) if old else None
        criteria.append(replace(each, change=shape.difference(each.not_met, was) if was else None))
    named = ("returns", "first_try")
    changes = (shape.difference(after.figure(name), before.figure(name)) for name in named)
    return replace(
        after,
        criteria=tuple(criteria),
        compared_with=before.label,
        changes=tuple(change for change in changes if change is not None),
    )


def _counts(versions: Sequence[Version], at: datetime) -> Counts:
    pursuits = Pursuit.objects.filter(version__in=versions, started_at__lte=at)
    submissions = Submission.objects.filter(pursuit__version__in=versions, submitted_at__lte=at)
    decisions = Decision.objects.filter(submission__pursuit__version__in=versions, decided_at__lte=at)
    ended = Completion.objects.filter(pursuit=OuterRef("pk"), completed_at__lte=at)
    decided = _by_version(decisions, "submission__pursuit__version", not_yet=Q(outcome=Decision.Outcome.NOT_YET))
    first = _by_version(
        decisions.filter(submission__attempt=1),
        "submission__pursuit__version",
        earned=Q(outcome=Decision.Outcome.EARNED),
    )
    pairs = {version: read.pairs for version, read in read_side_by_side_of_each(versions, until=at).items()}
    counts = Counts(
        under_way=_totals(pursuits.filter(~Exists(ended)), "version"),
        submitted=_totals(submissions, "pursuit__version"),
        decided=decided,
        first_tries=first,
        awarded=_totals(Award.objects.filter(version__in=versions, earned_at__lte=at), "version"),
        turnaround=_spans(decisions, "submission__pursuit__version", F("decided_at") - F("submission__submitted_at")),
        in_work=_in_work(pursuits, at),
        tallies=_tallies(decisions, pairs, at),
        studies={
            version.pk: studied(read, {one.id: len(one.levels) for one in rubric_of(version).criteria})
            for version, read in pairs.items()
        },
        helped=helpfulness_by_version(versions, at=at),
        minutes=_minutes(versions, at),
        read_twice=_by_version(
            decisions.filter(readings__gte=DOUBLE), "submission__pursuit__version", split=Q(readings__gt=DOUBLE)
        ),
        rulings=_totals(DecisionRule.objects.filter(version__in=versions, published_at__lte=at), "version"),
        appeals=_totals(
            decisions.filter(appeal__appealed_at__lte=at, appeal__withdrawal__isnull=True),
            "submission__pursuit__version",
        ),
    )
    _gather_comments(counts, decisions)
    _gather_rules(counts, versions, at)
    return counts


def _totals(rows: QuerySet[Any], version: str) -> dict[UUID, int]:
    found = rows.order_by().values(version).annotate(number=Count("pk"))
    return dict(found.values_list(version, "number"))


def _by_version(rows: QuerySet[Any], version: str, **hit: Q) -> dict[UUID, tuple[int, int]]:
    """By version: how many rows, and of how many of them the one condition holds."""
    (condition,) = hit.values()
    found = rows.order_by().values(version).annotate(number=Count("pk"), hits=Count("pk", filter=condition))
    return {pk: (number, hits) for pk, number, hits in found.values_list(version, "number", "hits")}


def _spans(rows: QuerySet[Any], version: str, span: Any) -> dict[UUID, Span]:
    length = Extract(span, "epoch") / float(SECONDS_IN_A_DAY)
    found = rows.order_by().values(version).annotate(number=Count("pk"), quartiles=Quartiles(length))
    return {pk: Span(number, list(three)) for pk, number, three in found.values_list(version, "number", "quartiles")}


def _in_work(pursuits: QuerySet[Pursuit], at: datetime) -> dict[UUID, Span]:
    """From the start to the first submission: days of the calendar, not hours of work."""
    first = Min("submissions__submitted_at", filter=Q(submissions__submitted_at__lte=at))
    begun = pursuits.order_by().annotate(first=first).filter(first__isnull=False)
    by_version: dict[UUID, list[float]] = defaultdict(list)
    for version, started, handed_in in begun.values_list("version", "started_at", "first"):
        by_version[version].append((handed_in - started).total_seconds() / SECONDS_IN_A_DAY)
    return {version: Span(len(spans), _quartiles(sorted(spans))) for version, spans in by_version.items()}


def _quartiles(ordered: Sequence[float]) -> list[float]:
    """As `percentile_cont` interpolates them."""
    found = []
    for share in (0.25, 0.5, 0.75):
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        found.append(ordered[below] + (ordered[above] - ordered[below]) * (place - below))
    return found


def _tallies(
    decisions: QuerySet[Decision], pairs: Mapping[Version, Sequence[TwoReadings]], at: datetime
) -> dict[UUID, Tally]:
    """What was decided of each criterion, without what was carried over from earlier attempts; and how two agreed."""
    fresh = _judged(decisions).order_by().values("criterion")
    tallies: dict[UUID, Tally] = defaultdict(Tally)
    counted = fresh.annotate(read=Count("pk"), not_met=Count("pk", filter=SHORT))
    for criterion, read, not_met in counted.values_list("criterion", "read", "not_met"):
        tallies[criterion].read, tallies[criterion].not_met = read, not_met
    thrice = set(decisions.filter(readings__gt=DOUBLE).values_list("submission", flat=True))
    for version, readings in pairs.items():
        required = {one.id: one.required_position for one in rubric_of(version).criteria}
        for each in readings:
            for criterion, (first, second) in each.levels.items():
                one, other = first >= required[criterion], second >= required[criterion]
                tally = tallies[criterion]
                tally.twice += 1
                tally.same += one == other
                tally.exact += first == second
                tally.pairs.append((first, second))
                tally.caused += one != other and each.submission in thrice
    given = _judged(decisions).values_list("criterion", "decision__submission", "score__level__position")
    for criterion, submission, position in given:
        tallies[criterion].levels[position] = tallies[criterion].levels.get(position, 0) + 1
        tallies[criterion].by_work[submission] = position
    _count_words(tallies, decisions)
    return dict(tallies)


def _count_words(tallies: Mapping[UUID, Tally], decisions: QuerySet[Decision]) -> None:
    """How long the comments were that came with each level, none being none, in all readings that count."""
    said = Score.objects.filter(COUNTS, scoring__submission__in=decisions.values("submission"))
    own = said.filter(carried_from__isnull=True, scoring__paper__isnull=True).order_by()
    many = own.values("criterion", "level__position").annotate(words=Avg(_WORDS))
    for criterion, position, words in many.values_list("criterion", "level__position", "words"):
        tallies[criterion].words[position] = round(words)


_WORDS = Case(
    When(comment="", then=0),
    default=Func(
        Func(Trim("comment"), Value("\\s+"), function="regexp_split_to_array", output_field=ArrayField(TextField())),
        function="cardinality",
        output_field=IntegerField(),
    ),
)
"""of a comment"""


def _minutes(versions: Sequence[Version], at: datetime) -> dict[UUID, Span]:
    """How long readings took, from taking a submission to saving: the middle of them, for some are left overnight."""
    made = Scoring.objects.filter(submission__pursuit__version__in=versions, scored_at__lte=at, reset__isnull=True)
    length = Extract(F("scored_at") - F("claim__claimed_at"), "epoch") / 60.0
    # What was saved within a minute, or lay for long, was not read in that time: as the planner has it.
    read = made.annotate(length=length).filter(length__gte=1, length__lte=LONGEST_READING)
    found = (
        read.order_by()
        .values("submission__pursuit__version")
        .annotate(number=Count("pk"), three=Quartiles(F("length")))
    )
    rows = found.values_list("submission__pursuit__version", "number", "three")
    return {pk: Span(number, list(three)) for pk, number, three in rows}


SHORT = Q(score__level__position__lt=F("criterion__required_position"))


def _judged(decisions: QuerySet[Decision]) -> QuerySet[Result]:
    return Result.objects.filter(decision__in=decisions).exclude(way=Result.Way.CARRIED)


def _gather_rules(counts: Counts, versions: Sequence[Version], at: datetime) -> None:
    """How criteria have been read, by the rules that stood at a moment, in the language of each version."""
    newer = DecisionRule.objects.filter(replaces=OuterRef("rule"), published_at__lte=at)
    said = DecisionRuleWording.objects.filter(
        ~Exists(newer),
        rule__version__in=versions,
        rule__published_at__lte=at,
        language=F("rule__version__language"),
    ).order_by("rule__criterion__position", "rule__published_at", "pk")
    for version, criterion, words in said.values_list("rule__version", "rule__criterion__name", "words"):
        counts.rules[version].append(Comment(criterion, words))


def _gather_comments(counts: Counts, decisions: QuerySet[Decision]) -> None:
    """What educators were told where a criterion was not met, and of how many educators' work anything was said."""
    told = Coalesce(NullIf("comment", Value("", TextField())), "score__comment")
    said = _judged(decisions).filter(SHORT).annotate(words=told).exclude(words="").order_by()
    people = said.values("criterion__version").annotate(number=Count("decision__submission__pursuit", distinct=True))
    counts.commented.update(dict(people.values_list("criterion__version", "number")))
    texts = said.order_by("-decision__decided_at", "pk").values_list("criterion__version", "criterion__name", "words")
    for version, criterion, comment in texts[:MOST_COMMENTS]:
        counts.comments[version].append(Comment(criterion, comment))
