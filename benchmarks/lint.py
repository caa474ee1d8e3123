"""Linting: how many designs does one core check in a second, and how long does it take to find a near copy among 2,000?

The designs of the demonstration, every check. Beside them proselint over the same texts, which has other rules: it
shows what reading a design for rules of prose costs in Python. For near copies, a full comparison with every design
by rapidfuzz.
"""

import random
import time
from datetime import date

from proselint.checks import __register__ as prose_rules
from proselint.config import DEFAULT
from proselint.registry import CheckRegistry
from proselint.tools import LintFile
from rapidfuzz import fuzz, process

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate, latencies
from benchmarks.frame.versions import installed
from microcred.authoring.lint import Strictness, lint, others_among
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Design, as_json
from microcred.catalog.tests import make

TODAY = date(2026, 11, 26)
UNIT = "designs per second"
KNOWN = 2_000
COPIES = 3
"""Of designs among the known ones that are looked for in a block, each with a changed name and competency."""


def run(bench: Bench) -> list[Comparison]:
    """Check, find, compare."""
    designs = [make.design(file.stem) for file in make.demo_files()]
    texts = ["\n\n".join(text.plain for text in Subject(design, TODAY, Strictness()).texts) for design in designs]
    CheckRegistry().register_many(prose_rules)
    proselint, naive = installed("proselint"), f"{installed('rapidfuzz')} with each of {KNOWN:,}"
    with bench.doing(f"inventing {KNOWN:,} designs"):
        known = _invented(designs)
        near = others_among((design.name, design) for design in known)
        whole = [_text(design) for design in known]
    copies = [
        known[place * 211].model_copy(update={"name": "Another Name", "competency": "The educator does it."})
        for place in range(COPIES)
    ]

    def checked() -> Figures:
        begun = time.perf_counter()
        reports = [lint(design, today=TODAY) for design in designs]
        assert not any(report.findings for report in reports)
        return {UNIT: len(designs) / (time.perf_counter() - begun)}

    def proofread() -> Figures:
        begun = time.perf_counter()
        for text in texts:
            LintFile("design", text).lint(DEFAULT)
        return {UNIT: len(designs) / (time.perf_counter() - begun)}

    def found() -> Figures:
        seconds = []
        for place, copy in enumerate(copies):
            begun = time.perf_counter()
            report = lint(copy, today=TODAY, others=near)
            seconds.append(time.perf_counter() - begun)
            (finding,) = (finding for finding in report.findings if finding.check == "overlap")
            assert known[place * 211].name in str(finding.why)
        return latencies(seconds)

    def compared() -> Figures:
        seconds = []
        for place, copy in enumerate(copies):
            text = _text(copy)
            begun = time.perf_counter()
            best = process.extractOne(text, whole, scorer=fuzz.ratio)
            seconds.append(time.perf_counter() - begun)
            assert best[2] == place * 211
        return latencies(seconds)

    checking: dict[str, Side] = {OURS: checked, proselint: proofread}
    finding: dict[str, Side] = {OURS: found, naive: compared}
    with bench.doing("linting", 2 * 2 * (ROUNDS + 1)) as doing:
        of_checks, of_copies = (alternate(sides, tick=doing.tick) for sides in (checking, finding))
    return [
        of_checks.against(proselint, UNIT, at_least(1, "our own"), name="lint, all checks"),
        of_copies.within(
            250, "page budget", "ms, p95", at_most(1, "our own"), name="lint, with a near copy among 2,000"
        ),
        of_copies.against(naive, "ms, p50", at_most(0.2, "our own"), name="lint, with a near copy among 2,000"),
    ]


def _invented(designs: list[Design]) -> list[Design]:
    """Designs put together from parts of the demonstration's, with words of their own in every text."""
    dice = random.Random(1)
    syllables = ["ba", "de", "fi", "go", "lu", "ma", "ne", "pi", "ro", "su", "ta", "vo"]

    def word() -> str:
        return "".join(dice.choices(syllables, k=3))

    def other(value: object) -> object:
        if isinstance(value, str):
            return " ".join(word() if dice.random() < 0.4 else one for one in value.split(" "))
        if isinstance(value, list):
            return [other(item) for item in value]
        return value

    invented = []
    for number in range(KNOWN):
        one, two = (as_json(design) for design in dice.sample(designs, 2))
        texts = {field: other(one[field]) for field in ("name", "competency", "key_method", "rationale")}
        components = [{"name": other(item["name"]), "text": other(item["text"])} for item in two["components"]]
        invented.append(
            Design.model_validate({**one, **texts, "name": f"{texts['name']} {number}", "components": components})
        )
    return invented


def _text(design: Design) -> str:
    return " ".join(text.plain for text in Subject(design, TODAY, Strictness()).texts)
