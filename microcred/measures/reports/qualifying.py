"""A sequential test of qualification, as data and as words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from microcred.measures.sequential import Qualification, prospects, standing

FAR = 2
"""levels from which a paper is far off"""

VERDICTS = {
    "qualified": "QUALIFIED",
    "not qualified": "NOT QUALIFIED",
    "go on": "not decided yet: more papers are needed",
    "for a panel": "not decided by the most papers: a panel decides",
}

Papers = Sequence[Sequence[float]]
"""of each paper, by how many levels each of its criteria was off"""


def qualification_as_data(
    test: Qualification, candidates: Mapping[str, Papers], *, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """For programs: the terms, what they come to, and where each candidate stands."""
    middle = (test.poor + test.good) / 2
    shares = sorted({max(test.poor - 0.1, test.poor / 2), test.poor, middle, test.good, (1 + test.good) / 2})
    return {
        "notes": list(notes),
        "terms": asdict(test),
        "prospects": [asdict(prospects(test, round(share, 4))) for share in shares],
        "errors": {
            "poor_qualifies": prospects(test, test.poor).qualifies,
            "good_fails": prospects(test, test.good).fails,
        },
        "candidates": [_candidate(test, name, papers) for name, papers in candidates.items()],
    }


def _candidate(test: Qualification, name: str, papers: Papers) -> dict[str, Any]:
    exact = far_off = Fraction(0)
    reached = standing(test, 0, 0)
    for number, off in enumerate(papers, start=1):
        exact += Fraction(sum(each == 0 for each in off), len(off))
        far_off += Fraction(sum(abs(each) >= FAR for each in off), len(off))
        reached = standing(test, exact, number, far_off)
        if reached.verdict != "go on":
            break
    return {
        "name": name,
        "verdict": reached.verdict,
        "papers": reached.papers,
        "not_counted": len(papers) - reached.papers,
        "exact": float(reached.exact),
        "far_off": float(reached.far_off),
        "evidence": reached.evidence,
        "qualifies_at": reached.qualifies_at,
        "fails_at": reached.fails_at,
    }


def qualification_in_words(shown: dict[str, Any]) -> Iterator[str]:
    """For people."""
    yield from (f"note: {each}" for each in shown["notes"])
    terms, errors = shown["terms"], shown["errors"]
    yield (
        f"terms: {terms['good']:.0%} agreement qualifies, {terms['poor']:.0%} does not; errors of at most "
        f"{terms['alpha']:.1%} (somebody poor qualifies) and {terms['beta']:.1%} (somebody good does not); "
        f"{terms['fewest']} papers at least, {terms['most']} at most; not with more than {terms['far_off']:.0%} of "
        "papers two levels off"
    )
    yield (
        f"what they come to: of those who agree in {terms['poor']:.0%}, {errors['poor_qualifies']:.1%} qualify; of "
        f"those who agree in {terms['good']:.0%}, {errors['good_fails']:.1%} do not"
    )
    yield "who agrees in    qualifies   does not   for a panel   papers, mean   95 of 100 need at most"
    for each in shown["prospects"]:
        yield (
            f"  {each['share']:>8.1%}       {each['qualifies']:>8.1%}   {each['fails']:>8.1%}      "
            f"{each['panel']:>8.1%}       {each['mean']:>8.1f}       {each['most']:>8d}"
        )
    yield "counted through all ways to the end, no paper being two levels off"
    for one in shown["candidates"]:
        left = f"; {one['not_counted']} after that do not count" if one["not_counted"] else ""
        yield (
            f"{one['name']}: {VERDICTS[one['verdict']]}, after {one['papers']} paper{'' if one['papers'] == 1 else 's'}"
            f"{left}: {one['exact']:g} as agreed, {one['far_off']:g} two levels off, evidence {one['evidence']:.2f} "
            f"(qualifies at {one['qualifies_at']:.2f}, fails at {one['fails_at']:.2f})"
        )
