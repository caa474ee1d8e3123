"""The reliability report as a document: what was measured, on how much, and what it means for decisions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred import __version__
from microcred.analytics.archive import SUMS
from microcred.analytics.queries import ReliabilityReport, VersionReliability
from microcred.analytics.rules import ENOUGH_PAPERS, SMALL, CriterionQuality, Reliability, Standing, share
from microcred.analytics.tables import command_for
from microcred.analytics.templatetags.quality_figures import STANDINGS
from microcred.authoring.groups_page import ShownGroups, shown_groups
from microcred.catalog.queries import said_in
from microcred.foundation import pdf
from microcred.foundation.moments import moment_in_words
from microcred.foundation.signs import signed
from microcred.measures import FEW, Estimate
from microcred.measures.decisions import ENOUGH_PAIRS
from microcred.measures.estimates import RESAMPLES, SEED, Measure
from microcred.scoring.models import AssignmentPolicy, QualityAims
from microcred.scoring.rules import BY_DEFAULT, ONE_IN, Aims, Kind, policy_in_words, validity_in_words

TEMPLATE = Path(__file__).parent / "templates" / "analytics" / "reliability.typ"

Block = dict[str, Any]
Row = Sequence[str | list[str]]
"""Of a table: each cell a text, or a figure with its interval below it."""

MOSTLY_ONCE = {Kind.SINGLE, Kind.SHARE, Kind.FIRST}
"""Policies under which most awards rest on what one person found."""


def reliability_document(report: ReliabilityReport, files: dict[str, bytes], *, made_at: datetime) -> bytes:
    """Return the report as an accessible PDF (PDF/UA-1), in the active language.

    Args:
        files: what it was counted from, as `archive.files_of` has it.
    """
    zone = ZoneInfo(report.organization.time_zone)
    made = made_at.astimezone(zone)
    period = period_in_words(report)
    return pdf.render(
        TEMPLATE,
        {
            "language": (get_language() or "en").split("-")[0],
            "title": _("Reliability of scoring: %(organization)s") % {"organization": report.organization.name},
            "heading": _("How far the scoring can be relied on"),
            "kind": _("Reliability report"),
            "made": [made.year, made.month, made.day],
            "facts": [
                [_("Organization"), report.organization.name],
                [_("Period of the report"), period],
                [_("Micro-credentials"), "; ".join(_named(one) for one in report.versions) or "–"],
                [_("Made"), moment_in_words(made_at, report.organization.time_zone)],
                [_("Made by"), _("Microcred %(version)s") % {"version": __version__}],
                [_("Digest of the data (SHA-256)"), sha256(files[SUMS]).hexdigest()],
            ],
            "blocks": list(_blocks(report, files)),
            "foot": _("%(organization)s, %(period)s") % {"organization": report.organization.name, "period": period},
        },
    )


def period_in_words(report: ReliabilityReport) -> str:
    """From the first day to the last, as the organization's calendar has them."""
    return _("%(first)s to %(last)s") % {
        "first": date_format(report.first_day, "DATE_FORMAT"),
        "last": date_format(report.last_day, "DATE_FORMAT"),
    }


def summary_of(report: ReliabilityReport) -> list[str]:
    """What matters most, in sentences for who decides."""
    told = report.told
    decided, twice = (sum(getattr(one.found, name) for one in told) for name in ("decided", "twice"))
    if not told:
        return [
            _(
                "Fewer than %(few)d submissions were decided of any version, so no figure is shown: it would tell of "
                "single people."
            )
            % {"few": SMALL}
        ]
    said = [
        ngettext("%(count)d submission was decided.", "%(count)d submissions were decided.", decided)
        % {"count": decided}
        + " "
        + ngettext(
            "%(count)d of them was read by two people who knew nothing of each other, whatever the first one said. "
            "Figures of agreement rest on it.",
            "%(count)d of them were read by two people who knew nothing of each other, whatever the first one said. "
            "Figures of agreement rest on these.",
            twice,
        )
        % {"count": twice}
    ]
    for one in told:
        if len(told) > 1:
            said.append(f"{_named(one)}: {' '.join(_meaning(one))}")
        else:
            said += _meaning(one)
    standings = [each.standing for one in told for each in one.found.criteria]
    said.append(
        _(
            "Of %(all)d criteria, %(reached)d reach every aim and %(short)d fall short of one at least. Of the others "
            "it cannot be told yet (%(open)d), or too little was read twice (%(few)d)."
        )
        % {
            "all": len(standings),
            "reached": standings.count(Standing.REACHED),
            "short": standings.count(Standing.SHORT),
            "open": standings.count(Standing.OPEN),
            "few": standings.count(Standing.FEW),
        }
    )
    if any(_rests_on_one(one) for one in told):
        said.append(_("Warning: of part of these micro-credentials most awards rest on what one person found."))
    return said


def _meaning(one: VersionReliability) -> Iterator[str]:
    """What was counted of one version means for 1,000 submissions."""
    same = one.found.same
    if same.otherwise is None:
        yield _(
            "Too little was read twice to say how many would be decided otherwise by other readers: %(pairs)d of the "
            "%(enough)d submissions that it takes."
        ) % {"pairs": same.pairs, "enough": ENOUGH_PAIRS}
        return
    value, low, high = same.otherwise
    yield _(
        "Of 1,000 submissions read by one person, about %(value)d (%(low)d to %(high)d) would be decided otherwise "
        "by another: about half of them passed now, and half of them not."
    ) % {"value": value, "low": low, "high": high}
    if same.otherwise_by_three is not None:
        value, low, high = same.otherwise_by_three
        yield _(
            "Read by two, and by a third where the two decide differently, about %(value)d (%(low)d to %(high)d) of "
            "1,000 would be decided otherwise by other readers, as a model estimates from the same readings."
        ) % {"value": value, "low": low, "high": high}
    yield _("Aimed at are %(aim)d %% of decisions alike or more: %(standing)s.") % {
        "aim": one.held.aims.decisions,
        "standing": STANDINGS[same.standing][1],
    }


def _blocks(report: ReliabilityReport, files: dict[str, bytes]) -> Iterator[Block]:
    yield _heading(_("In short"))
    yield {"kind": "list", "items": summary_of(report)}
    if len(report.told) > 1:
        yield _at_a_glance(report.told)
    if held_back := len(report.versions) - len(report.told):
        yield _note(
            ngettext(
                "Of %(count)d more version fewer than %(few)d submissions were decided; nothing of it is shown.",
                "Of %(count)d more versions fewer than %(few)d submissions each were decided; nothing of them is "
                "shown.",
                held_back,
            )
            % {"count": held_back, "few": SMALL}
        )
    for one in report.told:
        yield from _of_version(one)
    yield from _method()
    yield from _to_check(files)


def _at_a_glance(told: Sequence[VersionReliability]) -> Block:
    return _table(
        _("Each micro-credential"),
        [
            _("Micro-credential"),
            _("Submissions decided"),
            _("Read twice"),
            _("Same decision"),
            _("Otherwise, of 1,000"),
            _("Aim"),
        ],
        [
            [
                _named(one),
                number_format(one.found.decided),
                number_format(one.found.twice),
                _share(one.found.same.alike.found, shown=one.found.same.is_enough),
                _thousand(one.found.same.otherwise),
                str(STANDINGS[one.found.same.standing][1]),
            ]
            for one in told
        ],
        widths=[30, 11, 11, 16, 16, 16],
    )


def _of_version(one: VersionReliability) -> Iterator[Block]:
    said = said_in(one.version, get_language() or "")
    found = one.found
    title = said.version.title
    language = str(getattr(title, "language", "") or said.version.language).split("-")[0]
    yield {"kind": "heading", "level": 2, "new_page": True, "language": language, "words": _named(one, str(title))}
    yield _heading(_("What was measured"), 3)
    yield _counts(found)
    yield _heading(_("Who reads how often"), 3)
    yield from _policies(one)
    yield _heading(_("Would other readers decide the same?"), 3)
    yield from _decisions(one)
    yield _heading(_("Criterion by criterion"), 3)
    if found.agreement_is_held_back:
        yield _words(
            _(
                "Fewer than %(few)d submissions were read twice, so nothing is shown: it would tell what was said "
                "of single work."
            )
            % {"few": SMALL}
        )
    else:
        names = [f"{number}. {each.name}" for number, each in enumerate(said.rubric.criteria, start=1)]
        yield from _criteria(names, found.criteria)
    yield _heading(_("Differences between groups"), 3)
    yield from _groups(shown_groups(one.by_grade), [each.name for each in said.rubric.criteria])
    yield _heading(_("Third readings, appeals, known papers, time"), 3)
    yield _further(found)
    yield _heading(_("What is aimed at"), 3)
    yield from _aims(one)


def _groups(shown: ShownGroups, names: Sequence[str]) -> Iterator[Block]:
    yield _words(f"{shown.people} {shown.reading}".strip())
    for one in shown.compared:
        yield _table(
            one.title,
            [_("Criterion"), _("Levels more or less"), _("95 % interval"), _("What it says")],
            [
                [f"{number}. {name}", row.value, row.interval, str(row.words)]
                for number, (name, row) in enumerate(zip(names, one.rows, strict=True), start=1)
            ],
            widths=[34, 21, 20, 25],
        )
    for words in shown.notes:
        yield _note(words)


def _counts(found: Reliability) -> Block:
    rows = [
        [_("Submissions decided"), number_format(found.decided), ""],
        [_("of these, earned"), *_told(found.earned.share)],
        [_("read by one person"), number_format(found.once), ""],
        [_("read by two, whatever the first one said"), number_format(found.twice), ""],
        [_("read by two because the first decided narrowly"), number_format(found.narrow), ""],
    ]
    return _table(
        _("Submissions of the period"), [_("What"), _("Figure"), _("95 % interval")], rows, widths=[56, 18, 26]
    )


def _decisions(one: VersionReliability) -> Iterator[Block]:
    same = one.found.same
    if not same.is_enough:
        yield _words(
            _(
                "%(pairs)d submissions were read twice, whatever the first reader said. It takes %(enough)d to say "
                "anything about decisions: not enough data."
            )
            % {"pairs": same.pairs, "enough": ENOUGH_PAIRS}
        )
        return
    resampled = same.resampled
    rows = [
        [_("Both readings lead to the same decision"), *_told(same.alike.found), str(STANDINGS[same.standing][1])],
        [
            _("the same, by resampling submissions"),
            "",
            _between(_percent(resampled.low), _percent(resampled.high)) if resampled else "–",
            "",
        ],
        [_("AC1 of the decision"), *_told_coefficient(same.ac1), ""],
        [_("Kappa of the decision"), *_told_coefficient(same.kappa), ""],
        [_("Of 1,000 read by one, decided otherwise by another"), *_told_thousand(same.otherwise), ""],
        [
            _("Of 1,000 read by two or three, decided otherwise by others (model)"),
            *_told_thousand(same.otherwise_by_three),
            "",
        ],
    ]
    yield _table(
        ngettext(
            "Decisions, from %(count)d submission read twice",
            "Decisions, from %(count)d submissions read twice",
            same.pairs,
        )
        % {"count": same.pairs},
        [_("What"), _("Figure"), _("95 % interval"), _("Aim")],
        rows,
        widths=[50, 13, 20, 17],
    )


def _criteria(names: Sequence[str], criteria: Sequence[CriterionQuality]) -> Iterator[Block]:
    held = _("not shown")
    rows: list[Row] = []
    coefficients: list[Row] = []
    for name, one in zip(names, criteria, strict=True):
        if one.is_held_back:
            rows.append([name, "<10", held, held, held, str(STANDINGS[Standing.FEW][1])])
            coefficients.append([name, *[held] * 6])
            continue
        found = {each.name: each.found for each in one.figures}
        met = _percent(one.met) if one.met is not None else "–"
        near = _share(found["near"]) if len(one.used) > 2 else "–"
        rows.append(
            [name, number_format(one.pairs), met, _share(found["exact"]), near, str(STANDINGS[one.standing][1])]
        )
        few = _("not enough data")
        coefficients.append(
            [
                name,
                *(
                    few if one.is_few else _coefficient(found[key])
                    for key in ("ac1", "ac2", "alpha", "plain_kappa", "kappa")
                ),
                met,
            ]
        )
    yield _table(
        _("How often two readers say the same, with 95 % intervals (Wilson)"),
        [_("Criterion"), _("Pairs"), _("Met"), _("Same level"), _("Within one level"), _("Aims")],
        rows,
        widths=[34, 9, 10, 16, 16, 15],
    )
    yield _table(
        _("Agreement beyond chance, with 95 % intervals, beside the share of readings that find the criterion met"),
        [
            _("Criterion"),
            _("AC1"),
            _("AC2, quadratic"),
            _("Alpha, ordinal"),
            _("Kappa"),
            _("Kappa, quadratic"),
            _("Met"),
        ],
        coefficients,
        widths=[28, 13, 13, 13, 13, 13, 8],
    )
    yield _note(
        _(
            "No coefficient says it all: where nearly everything is met, kappa is low although readers agree, so read "
            "it beside AC1, AC2 and the share that is met. Below %(few)d pairs none is given."
        )
        % {"few": FEW}
    )


def _further(found: Reliability) -> Block:
    appeals, papers, time = found.appeals, found.papers, found.turnaround
    few, held = (_("not enough data"), ""), (_("not shown"), "")
    twice = number_format(found.twice)
    of_papers = _("%(readings)d readings of %(papers)d papers") % {"readings": papers.readings, "papers": papers.papers}
    third, overturned = (few if found.agreement_is_held_back else _told(one) for one in (found.third, found.overturned))
    may_tell = min(appeals.upheld, appeals.stands) >= SMALL
    upheld = _told(share(appeals.upheld, appeals.ended)) if may_tell else held
    rows: list[Row] = [
        [_("Of those read twice, read a third time"), *third, twice],
        [_("Of those read twice, decided otherwise than the first reading alone"), *overturned, twice],
        [_("Decisions appealed"), _fewer(appeals.made), "", number_format(found.decided)],
    ]
    if appeals.made:
        rows.append([_("Appeals upheld, at least in part"), *upheld, _fewer(appeals.ended)])
    if papers.is_enough:
        rows += [
            [_("Criteria of papers with known levels given the agreed level"), *_told(papers.exact), of_papers],
            [_("Readings of such papers that decide as is agreed"), *_told(papers.decided), of_papers],
            [_("of these, passed against what is agreed"), number_format(papers.false_pass), "", ""],
            [_("of these, not passed against what is agreed"), number_format(papers.false_fail), "", ""],
        ]
    else:
        rows.append([_("Readings of papers with known levels"), *few, of_papers])
    rows.append([_("Decided by the promised date"), *_told(time.in_time), number_format(time.counted)])
    if time.middle is not None:
        middle = number_format(time.middle, 0 if float(time.middle).is_integer() else 1)
        most = number_format(time.most or 0)
        rows += [
            [_("Business days to the decision: half of them within"), middle, "", number_format(time.counted)],
            [_("Business days to the decision: nine in ten within"), most, "", number_format(time.counted)],
        ]
    head = [_("What"), _("Figure"), _("95 % interval"), _("Out of")]
    return _table(_("What else tells of the scoring"), head, rows, widths=[46, 14, 20, 20])


def _policies(one: VersionReliability) -> Iterator[Block]:
    zone = ZoneInfo(one.version.micro_credential.owner.time_zone)
    items = []
    for since, policy in one.policies:
        when = (
            _("From %(day)s:") % {"day": date_format(since.astimezone(zone), "DATE_FORMAT")}
            if since is not None
            else _("When the period began:")
        )
        items.append(f"{when} {_policy(policy)}")
    if one.before_default:
        items.append(_("What was handed in before the platform asked for second readings of itself was read once."))
    yield {"kind": "list", "items": items}
    if _rests_on_one(one):
        yield {
            "kind": "warning",
            "name": _("Warning"),
            "words": _(
                "Most awards of this micro-credential rest on a single reading. Where an award alone moves a "
                "license or a step of pay, ask for a second reading around the decision."
            ),
        }
    yield _note(_("What is counted in a pilot is read twice, whatever policy holds."))


def _policy(policy: AssignmentPolicy | None) -> str:
    if policy is not None:
        return _sentences(policy_in_words(policy.rule), validity_in_words(policy.one_in))
    nobody = _("Nobody had declared how often submissions are read, so what the platform does of itself held.")
    return f"{nobody} {_sentences(policy_in_words(BY_DEFAULT), validity_in_words(ONE_IN))}"


def _sentences(said: Sequence[str | Promise], more: str | Promise) -> str:
    return " ".join(str(words) for words in [*said, more])


def _rests_on_one(one: VersionReliability) -> bool:
    """Whether awards may rest on one reading alone: by what held, and if anything was decided so at all."""
    kinds = {policy.rule.kind for _since, policy in one.policies if policy is not None}
    return one.found.once > 0 and (one.before_default or bool(kinds & MOSTLY_ONCE))


def _aims(one: VersionReliability) -> Iterator[Block]:
    zone = ZoneInfo(one.version.micro_credential.owner.time_zone)

    def day(said: QualityAims) -> str:
        return date_format(said.declared_at.astimezone(zone), "DATE_FORMAT")

    said = one.held.said
    if said is None:
        whose = _("Nobody had declared aims when the period began, so those of the platform hold.")
    elif said.version_id is not None:
        whose = _("%(organization)s declared these for this version on %(day)s.") % {
            "organization": said.organization.name,
            "day": day(said),
        }
    else:
        whose = _("%(organization)s declared these on %(day)s.") % {
            "organization": said.organization.name,
            "day": day(said),
        }
    yield _words(
        f"{whose} {_aims_in_words(one.held.aims)} "
        + _(
            "An aim is reached when the whole 95 %% interval lies above it and missed when the whole interval lies "
            "below; between, and below %(few)d pairs, nothing is concluded. Figures are held against what was aimed "
            "at when the period began, not against what was said afterwards."
        )
        % {"few": FEW}
    )
    if one.said:
        yield {
            "kind": "list",
            "items": [
                _("Declared on %(day)s by %(organization)s, for what begins later: %(aims)s")
                % {"day": day(each), "organization": each.organization.name, "aims": _aims_in_words(each.aims)}
                for each in one.said
            ],
        }


def _aims_in_words(aims: Aims) -> str:
    return _(
        "Same level in %(exact)d %% of pairs (%(exact_of_two)d %% where there are two levels), within one level in "
        "%(near)d %%, alpha %(alpha)s, AC2 %(ac2)s, the same decision in %(decisions)d %%."
    ) % {
        "exact": aims.exact,
        "exact_of_two": aims.exact_of_two,
        "near": aims.near,
        "alpha": number_format(aims.alpha / 100, 2),
        "ac2": number_format(aims.ac2 / 100, 2),
        "decisions": aims.decisions,
    }


def _method() -> Iterator[Block]:
    yield {**_heading(_("How it was counted")), "new_page": True}
    yield {
        "kind": "list",
        "items": [
            _(
                "Agreement is counted from the first two readings of a submission, made by two people who knew "
                "nothing of each other, before a third person read and before anything was resolved. Only submissions "
                "that would have been read twice whatever the first reading said are counted: what is read again "
                "because a first reading was narrow is harder to agree on, and no sample of the rest."
            ),
            _(
                "Criteria that were settled in an earlier attempt are no pair of readings. Work that is read afresh "
                "for an appeal is left out until that is over."
            ),
            _(
                "Intervals of shares are Wilson’s (1927). Those of coefficients rest on Gwet’s standard errors, and "
                "below 50 submissions on %(resamples)s samples of submissions drawn with replacement (Efron and "
                "Tibshirani 1993), with seed %(seed)s. The share of equal decisions stands with both; Wilson’s "
                "decides about the aim, since pairs that all agree show no spread when they are drawn again."
            )
            % {"resamples": number_format(RESAMPLES), "seed": SEED},
            _(
                "Coefficients: Gwet’s AC1, and AC2 with quadratic weights (2008, 2014); Krippendorff’s alpha, ordinal "
                "(2011); kappa for readers who change from one submission to the next, and the same with quadratic "
                "weights (Scott 1955, Fleiss 1971)."
            ),
            _(
                "What other readers would decide, of two and a third where they differ: a beta distribution of how "
                "likely a reader is to pass, with the mean and the spread that the pairs of readings show (Skellam "
                "1948). Held against public essays that 21 people each had read, this came within one point in a "
                "hundred of what was counted. Where reading policies are compared, many-facet Rasch reckons what this "
                "cannot; it came within four points, so that it may say otherwise of the same policy. The figure here "
                "is the one to state."
            ),
            _(
                "Papers with known levels are real, de-identified submissions on which a panel agreed; they come "
                "among what is read, and nothing tells them from the rest. They are chosen, not drawn, so what is "
                "found with them is not what would be found of all submissions. Readings of one paper are taken as "
                "drawn together; below %(papers)d papers or %(few)d readings nothing is said."
            )
            % {"papers": ENOUGH_PAPERS, "few": FEW},
            _(
                "Groups of people are compared at equal work by the other criteria: their sum, drawn to the mean of "
                "each group by Cronbach’s alpha (Shealy and Stout 1993; Chang, Mazzeo and Roussos 1996), with strata "
                "weighted as Mantel (1963) has them, and errors by the jackknife over people. Groups of fewer than "
                "%(few)d are not counted. What licenses are for is not part of the data behind this report, for beside "
                "levels it could tell of people; and it is taken as it is confirmed when the report is made."
            )
            % {"few": SMALL},
            _(
                "Days are counted by the business calendar of the organization, from handing in to the decision. The "
                "promised date is the one that pauses have moved it to. Appealed decisions are not counted here, for "
                "an appeal moves it again."
            ),
        ],
    }
    yield _heading(_("What it does not say"))
    yield {
        "kind": "list",
        "items": [
            _(
                "That two readers agree does not show that they are right, nor that the rubric asks for what matters "
                "in a classroom. That is a question of validity, which this report does not answer."
            ),
            _(
                "The aims of the platform come from programs that score essays and tests: exact agreement from NAEP, "
                "coefficients from what state programs commonly ask for. There are none in the literature for "
                "portfolios of educators. That 85 % of decisions, or 90 % where an award alone moves a license or a "
                "step of pay, should come out alike is what secondary sources give as usual."
            ),
            _(
                "No assessor and no educator is named or numbered. No score was changed by any figure here. Of fewer "
                "than %(small)d submissions, and where one side of a result is as few people, nothing is shown."
            )
            % {"small": SMALL},
            _("Versions are not compared with one another: their submissions and readers differ."),
        ],
    }
    yield _heading(_("Sources"))
    yield {"kind": "list", "items": SOURCES}


SOURCES = """\
Chang, H.-H., Mazzeo, J., Roussos, L. (1996). Journal of Educational Measurement 33, 333-353.
Efron, B., Tibshirani, R. J. (1993). An Introduction to the Bootstrap. Chapman & Hall.
Fleiss, J. L. (1971). Psychological Bulletin 76, 378-382. Scott, W. A. (1955). Public Opinion Quarterly 19, 321-325.
Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology 61, 29-48.
Gwet, K. L. (2014). Handbook of Inter-Rater Reliability, 4th edition. Advanced Analytics.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. https://repository.upenn.edu/asc_papers/43
Mantel, N. (1963). Journal of the American Statistical Association 58, 690-700.
National Assessment of Educational Progress: http://nces.ed.gov/nationsreportcard/tdw/scoring/scoring_within.aspx
Shealy, R., Stout, W. (1993). Psychometrika 58, 159-194.
Skellam, J. G. (1948). Journal of the Royal Statistical Society B 10, 257-261.
Williamson, D. M., Xi, X., Breyer, F. J. (2012). https://doi.org/10.1111/j.1745-3992.2011.00223.x
Wilson, E. B. (1927). Journal of the American Statistical Association 22, 209-212.
""".splitlines()
"""As they are cited, in any language."""


def _to_check(files: dict[str, bytes]) -> Iterator[Block]:
    yield _heading(_("To count it again"))
    yield _words(
        _(
            "The data behind this report is one archive. Its file %(sums)s holds the digests of all others; the "
            "digest on the first page is that of %(sums)s. Each line of a file of readings is what one of two readers "
            "said, 0 for the lowest level; of decisions 1 is an award. No reader and no work can be told from them. "
            "Microcred’s command needs no server, and other programs give the same figures."
        )
        % {"sums": SUMS}
    )
    for name, content in files.items():
        if name.endswith(".csv"):
            yield {"kind": "code", "words": f"{command_for(name)}\nsha256 {sha256(content).hexdigest()}"}


# --- pieces ----------------------------------------------------------------------------------------------------------


def _named(one: VersionReliability, title: str = "") -> str:
    return _("%(title)s, version %(label)s") % {"title": title or one.version.title, "label": one.version.label}


def _heading(words: str, level: int = 2) -> Block:
    return {"kind": "heading", "level": level, "words": words}


def _words(words: str) -> Block:
    return {"kind": "words", "words": words}


def _note(words: str) -> Block:
    return {"kind": "note", "words": words}


def _table(caption: str, head: list[str], rows: Sequence[Row], *, widths: list[int]) -> Block:
    return {"kind": "table", "caption": caption, "head": head, "rows": rows, "widths": widths}


def _percent(share: float) -> str:
    # Rounded here: formatting cuts digits off.
    return f"{number_format(round(100 * share, 1), 1)}\N{NO-BREAK SPACE}%"


def _between(low: str, high: str) -> str:
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _told(found: Measure) -> tuple[str, str]:
    """A share and its interval, in two places."""
    if not isinstance(found, Estimate):
        return _("not shown"), ""
    return _percent(found.value), _between(_percent(found.interval.low), _percent(found.interval.high))


def _told_coefficient(found: Measure) -> tuple[str, str]:
    if not isinstance(found, Estimate):
        return "–", _("no spread to tell")
    return _number(found.value), _between(_number(found.interval.low), _number(found.interval.high))


def _told_thousand(found: tuple[int, int, int] | None) -> tuple[str, str]:
    if found is None:
        return "–", ""
    return number_format(found[0]), _between(number_format(found[1]), number_format(found[2]))


def _share(found: Measure, *, shown: bool = True) -> str | list[str]:
    """A share with its interval below it, in one place."""
    return list(_told(found)) if shown and isinstance(found, Estimate) else _("not enough data")


def _coefficient(found: Measure) -> str | list[str]:
    return list(_told_coefficient(found)) if isinstance(found, Estimate) else _("no spread to tell")


def _thousand(found: tuple[int, int, int] | None) -> str | list[str]:
    return list(_told_thousand(found)) if found is not None else _("not enough data")


def _number(value: float) -> str:
    return signed(value).removeprefix("+")


def _fewer(often: int) -> str:
    return number_format(often) if often >= SMALL or not often else _("fewer than %(few)d") % {"few": SMALL}
