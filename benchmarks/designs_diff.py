"""Setting two versions side by side: how long does the comparison behind the page take?

Each design of the demonstration beside a next version of it, under new identifiers, in which a level, a limit, a
requirement and a paragraph are others and two criteria have changed places. Beside it Python's difflib over the same
two texts line by line: it finds neither what moved nor what kind of change it is, and shows what comparing costs.
"""

import time
from difflib import SequenceMatcher

import yaml

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, alternate, latencies
from microcred.catalog.design import Design, as_json, compare, judgement_of, renewed
from microcred.catalog.tests import make

LINES = "difflib, lines"


def run(bench: Bench) -> list[Comparison]:
    """Compare, and look for lines."""
    pairs = [(design, _next(design)) for design in (make.design(file.stem) for file in make.demo_files())]
    texts = [tuple(_lines(design) for design in pair) for pair in pairs]

    def compared() -> Figures:
        seconds = []
        for before, after in pairs:
            begun = time.perf_counter()
            found = compare(before, after)
            judgement = judgement_of(found)
            words = [field.words for field in found]
            seconds.append(time.perf_counter() - begun)
            assert words
            assert not judgement.may_be_editorial
        return latencies(seconds)

    def lines() -> Figures:
        seconds = []
        for before, after in texts:
            begun = time.perf_counter()
            opcodes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
            seconds.append(time.perf_counter() - begun)
            assert len(opcodes) > 1
        return latencies(seconds)

    with bench.doing("comparing", 2 * (ROUNDS + 1)) as doing:
        measured = alternate({OURS: compared, LINES: lines}, tick=doing.tick)
    name = f"designs_diff, {len(pairs)} designs"
    return [
        measured.within(50, "page budget", "ms, p95", at_most(1, "budget"), name=name),
        measured.against(LINES, "ms, p50", at_most(10, "our own"), name=name),
    ]


def _next(design: Design) -> Design:
    """What an author might make of a design a year later."""
    changed = as_json(renewed(design))
    changed["rationale"] += "\n\nA year of use has shown where readers stopped."
    changed["hours"] += 2
    rubric = changed["rubric"]
    rubric[0], rubric[1] = rubric[1], rubric[0]
    level = rubric[-1]["levels"][-1]
    level["descriptor"] = level["descriptor"].replace("the", "each", 2)
    changed["requirements"][0]["word_limit"] = 450
    changed["requirements"][-1]["prompt"] += " Say what you would leave out."
    return Design.model_validate(changed)


def _lines(design: Design) -> list[str]:
    return yaml.safe_dump(as_json(design), allow_unicode=True, width=80, sort_keys=False).splitlines()
