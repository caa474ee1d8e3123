"""Agreement on 1,000,000 double-scored ratings: how long does each coefficient take beside the kept packages?

Two raters, five categories, in CPU milliseconds of one process. Every side gets the same two arrays of scores and
gives the same coefficient, compared before anything is measured. Ours gives the standard error and an interval as well.
The limit is one pass of numpy over both arrays: no coefficient is had without looking at every rating.
"""

import os
import time
import warnings
from collections.abc import Callable

import krippendorff as krippendorff_package
import numpy as np
import pandas as pd
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa, to_table

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_least, at_most
from benchmarks.frame.rounds import OURS, Figures, Measured, Side, alternate
from benchmarks.frame.versions import installed
from microcred.measures.coefficients import conger, fleiss, gwet, krippendorff
from microcred.measures.estimates import Estimate, Measure
from microcred.measures.ratings import Numbers, Ratings
from microcred.measures.reliability import intraclass

UNITS = int(os.environ.get("BENCH_UNITS", "1000000"))
CATEGORIES = (0, 1, 2, 3, 4)
UNIT = "CPU ms"
SLOW_UNITS = UNITS // 100
"""units with which packages that take minutes for all are measured, and ours beside them"""

BLOCK = 0.2
"""CPU seconds that a block of one side takes at least, by repeating what is short"""

FASTER = at_least(20, "target")


def run(bench: Bench) -> list[Comparison]:
    """Invent ratings, compare the answers, measure."""
    codes = invented(UNITS)
    few = codes[:SLOW_UNITS]
    first, second = np.ascontiguousarray(codes[:, 0]), np.ascontiguousarray(codes[:, 1])
    reliability = codes.T.astype(float)
    frame = pd.DataFrame(few)
    scores = few.astype(float)
    long = pd.DataFrame(
        {"unit": np.repeat(np.arange(len(few)), 2), "rater": np.tile([0, 1], len(few)), "score": few.ravel()}
    )
    found: list[Comparison] = []

    def side_by_side(name: str, package: str, ours: Callable[[], Measure], theirs: Callable[[], float]) -> None:
        mine, yours = ours(), theirs()
        assert isinstance(mine, Estimate)
        assert abs(mine.value - yours) < 1e-9, f"{name}: {mine.value} is not {package}'s {yours}"
        sides: dict[str, Side] = {OURS: timed(ours), installed(package): timed(theirs)}
        with bench.doing(name, 2 * 6) as doing:
            measured = alternate(sides, tick=doing.tick)
        found.append(speedup(measured, installed(package), f"agreement, {name}"))

    def kept() -> Ratings:
        return Ratings.of_codes(codes, CATEGORIES)

    side_by_side(
        "quadratic kappa",
        "scikit-learn",
        lambda: conger(kept(), "quadratic"),
        lambda: float(cohen_kappa_score(first, second, weights="quadratic")),
    )
    side_by_side(
        "Cohen's kappa",
        "statsmodels",
        lambda: conger(kept()),
        lambda: float(cohens_kappa(to_table(codes)[0]).kappa),
    )
    side_by_side(
        "Fleiss' kappa",
        "statsmodels",
        lambda: fleiss(kept()),
        lambda: float(fleiss_kappa(aggregate_raters(codes)[0])),
    )
    side_by_side(
        "Krippendorff's alpha, interval",
        "krippendorff",
        lambda: krippendorff(kept(), "interval"),
        lambda: float(krippendorff_package.alpha(reliability_data=reliability, level_of_measurement="interval")),
    )
    side_by_side(
        f"AC2, of {SLOW_UNITS:,}",
        "irrCAC",
        lambda: gwet(Ratings.of_codes(few, CATEGORIES), "quadratic"),
        lambda: float(
            CAC(frame, weights="quadratic", categories=list(CATEGORIES), digits=12).gwet()["est"]["coefficient_value"]
        ),
    )
    side_by_side(f"ICC(A,1), of {SLOW_UNITS:,}", "pingouin", lambda: intraclass(scores), lambda: of_pingouin(long))
    found.append(_beside_one_pass(bench, codes))
    return found


def invented(units: int) -> np.ndarray:
    """Two ratings of each unit that hang together as those of trained people do."""
    dice = np.random.default_rng(1)
    true = dice.normal(2, 1.1, units)
    return np.stack(
        [np.clip(np.rint(true + dice.normal(0, 0.6, units)), 0, 4).astype(np.int64) for _rater in range(2)], axis=1
    )


def of_pingouin(long: pd.DataFrame) -> float:
    """Absolute agreement of one rater, by pingouin."""
    import pingouin  # takes seconds, which nobody should wait for who only lists benchmarks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = pingouin.intraclass_corr(long, targets="unit", raters="rater", ratings="score")
    return float(table["ICC"].iloc[1])


def timed(work: Callable[[], object]) -> Side:
    """A block that repeats short work, so that the clock's grain does not show."""

    def block() -> Figures:
        times = 0
        begun = time.process_time()
        while (spent := time.process_time() - begun) < BLOCK:
            work()
            times += 1
        return {UNIT: 1000 * spent / max(times, 1)}

    return block


def speedup(measured: Measured, peer: str, name: str) -> Comparison:
    """How many times as long the peer takes."""
    ours, theirs = measured.figures(OURS, UNIT), measured.figures(peer, UNIT)
    ratios = sorted(other / own for own, other in zip(ours, theirs, strict=True))
    middle = len(ratios) // 2
    return Comparison(
        name=name,
        unit=f"{UNIT}, peer ÷ ours",
        ours=sorted(ours)[middle],
        peer_name=peer,
        peer=sorted(theirs)[middle],
        ratio=ratios[middle],
        lowest=ratios[0],
        highest=ratios[-1],
        target=FASTER,
    )


def _beside_one_pass(bench: Bench, codes: Numbers) -> Comparison:
    limit = "one numpy pass over both"
    sides: dict[str, Side] = {
        OURS: timed(lambda: conger(Ratings.of_codes(codes, CATEGORIES), "quadratic")),
        limit: timed(codes.sum),
    }
    with bench.doing("beside the limit", 2 * 6) as doing:
        return alternate(sides, tick=doing.tick).against(
            limit, UNIT, at_most(30, "our own"), name="agreement, quadratic kappa"
        )
