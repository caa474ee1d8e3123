"""The engine of recognition: policies and records as documents, and one pure function that applies ones to others.

`evaluate(record, policies, at)` answers, for each policy and cycle, what every award and activity counts, in which
category, by which clause, and what would change it. `problems(policies)` finds what is wrong with policies before they
hold, and `run_examples` runs the worked examples that each carries.
"""

from microcred.recognition.rules.engine.evaluation import evaluate
from microcred.recognition.rules.engine.policy import POLICY_FORMAT, Policy, policy_schema
from microcred.recognition.rules.engine.prepared import Prepared, Unprepared, prepare
from microcred.recognition.rules.engine.record import RECORD_FORMAT, Record, record_schema
from microcred.recognition.rules.engine.results import Cited, CycleResult, Entry, Evaluation, NotApplied, Reason

__all__ = [
    "POLICY_FORMAT",
    "RECORD_FORMAT",
    "Cited",
    "CycleResult",
    "Entry",
    "Evaluation",
    "NotApplied",
    "Policy",
    "Prepared",
    "Reason",
    "Record",
    "Unprepared",
    "evaluate",
    "policy_schema",
    "prepare",
    "record_schema",
]
