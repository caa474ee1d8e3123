"""Recognition: how long does it take to say what 60 awards are worth under six policies, with every reason?

One person with licences of four states and work in two districts; each award has been approved and confirmed, so every
clause is asked. Besides the evaluation alone, with its digest and as a document.
"""

import time
from datetime import date

from benchmarks.frame.bench import Bench
from benchmarks.frame.comparison import Comparison, at_most
from benchmarks.frame.rounds import OURS, ROUNDS, Figures, Side, alternate, latencies
from microcred.recognition.policies import published
from microcred.recognition.rules.engine import Prepared, Record, evaluate, prepare

AT = date(2027, 1, 15)
AWARDS = 60
TIMES = 20
POLICIES = frozenset(
    {
        "arkansas-yearly-hours",
        "delaware-renewal",
        "north-carolina-district-overlay",
        "north-carolina-renewal",
        "rock-hill-overlay",
        "south-carolina-professional",
    }
)
TOPICS = ("subject", "literacy", "digital", "pedagogy", "work with students")
LICENCES = (
    ("South Carolina", "professional"),
    ("North Carolina", "continuing"),
    ("Delaware", "continuing"),
    ("Arkansas", "PPTL"),
)
DISTRICTS = ("Rock Hill Schools", "A district in North Carolina")


def run(bench: Bench) -> list[Comparison]:
    """Evaluate."""
    ready = prepare(policy for policy in published() if policy.id in POLICIES)
    record = person()

    def evaluated() -> Figures:
        return _timed(record, ready, digest=False)

    def digested() -> Figures:
        return _timed(record, ready, digest=True)

    sides: dict[str, Side] = {OURS: evaluated}
    with_digest: dict[str, Side] = {OURS: digested}
    with bench.doing("recognizing", 2 * (ROUNDS + 1)) as doing:
        alone, told = alternate(sides, tick=doing.tick), alternate(with_digest, tick=doing.tick)
    target = at_most(1, "target: 5 ms")
    return [
        side.within(5, "target", unit, target, name=name)
        for side, name in ((alone, "recognition, 60 awards under 6 policies"), (told, "recognition, with its digest"))
        for unit in ("ms, p50", "ms, p95")
    ]


def _timed(record: Record, ready: Prepared, *, digest: bool) -> Figures:
    seconds = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        evaluation = evaluate(record, ready, AT)
        if digest:
            assert evaluation.digest
        seconds.append(time.perf_counter() - begun)
        assert [len(result.entries) for result in evaluation.results] == [AWARDS] * len(POLICIES)
        assert all(result.total for result in evaluation.results)
    return latencies(seconds)


def person() -> Record:
    """Somebody with 60 awards."""
    approvals = [("2024-12-15", DISTRICTS[1]), ("2024-12-15", DISTRICTS[0]), ("2026-12-15", DISTRICTS[0])]
    return Record.model_validate(
        {
            "format": "microcred-record/1",
            "licences": [
                {"id": place, "jurisdiction": place, "type": kind, "grade_bands": ["K-5"]}
                | {"issued_on": "2024-07-01", "expires_on": "2029-06-30"}
                for place, kind in LICENCES
            ],
            "employment": [{"employer": district, "first_day": "2015-01-01"} for district in DISTRICTS],
            "awards": [
                {
                    "id": f"mc-{number:02}",
                    "kind": "micro-credential" if number % 6 else "project",
                    "started_on": f"202{5 + number % 2}-0{1 + number % 8}-01",
                    "earned_at": f"202{5 + number % 2}-0{1 + number % 9}-1{number % 9}T22:30:00-05:00",
                    "requested_on": f"202{5 + number % 2}-0{1 + number % 9}-20",
                    "amounts": {"contact hours": 5 + number % 20},
                    "topics": [TOPICS[number % 5]],
                    "standards": ["Standard 3"],
                    "facts": {"approved provider": True},
                }
                for number in range(AWARDS)
            ],
            "approvals": [
                {"item": f"mc-{number:02}", "decided_on": day, "by": "omar", "role": "renewal coordinator"}
                | {"employer": employer}
                for number in range(AWARDS)
                for day, employer in approvals
            ],
        }
    )
