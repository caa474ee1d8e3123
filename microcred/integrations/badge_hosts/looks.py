"""What a check of an external credential came to, kept as facts and told in the language of whoever reads it."""

from collections.abc import Mapping, Sequence
from typing import Any

from microcred.credentials.words import steps_of
from microcred.openbadges.verify import Report, Verdict
from microcred.openbadges.verify.report import Check, Outcome
from microcred.openbadges.verify.sentences import Said


def steps_kept(report: Report) -> list[dict[str, Any]]:
    """The steps of a report as they are kept: which sentence, and what stands in it; never the sentence itself."""
    return [
        {
            "name": check.name,
            "outcome": check.outcome.value,
            "said": check.sentence.name,
            "values": {name: value if isinstance(value, int) else str(value) for name, value in check.values.items()},
            "fatal": check.fatal,
        }
        for check in report.checks
    ]


def steps_told(verdict: str, steps: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """The same as title, words and tone of each."""
    checks = tuple(
        Check(step["name"], Outcome(step["outcome"]), Said[step["said"]], step["values"], step["fatal"])
        for step in steps
    )
    return steps_of(Report(Verdict(verdict), "", checks))
