"""What must always be true of the data, whatever crashed when: asked of the database, never mended by it.

`microcred check-invariants` runs all of them. Each states its promise in words and finds what breaks it.
"""

from collections.abc import Sequence

from microcred.site.invariants.awards import AWARDS
from microcred.site.invariants.credit import CREDIT
from microcred.site.invariants.decisions import DECISIONS
from microcred.site.invariants.invariant import Invariant
from microcred.site.invariants.judging import JUDGING
from microcred.site.invariants.news import NEWS
from microcred.site.invariants.pathways import PATHWAYS
from microcred.site.invariants.pay import PAY
from microcred.site.invariants.questions import QUESTIONS
from microcred.site.invariants.seats import SEATS
from microcred.site.invariants.stipends import STIPENDS
from microcred.site.invariants.submissions import SUBMISSIONS
from microcred.site.invariants.training import TRAINING
from microcred.site.invariants.vetting import VETTING
from microcred.site.invariants.words import WORDS

__all__ = [
    "AWARDS",
    "CREDIT",
    "DECISIONS",
    "INVARIANTS",
    "JUDGING",
    "NEWS",
    "PATHWAYS",
    "PAY",
    "QUESTIONS",
    "SEATS",
    "STIPENDS",
    "SUBMISSIONS",
    "TRAINING",
    "VETTING",
    "WORDS",
    "Invariant",
]

INVARIANTS: Sequence[Invariant] = (
    *SUBMISSIONS,
    *PATHWAYS,
    *DECISIONS,
    *JUDGING,
    *WORDS,
    *QUESTIONS,
    *AWARDS,
    *SEATS,
    *CREDIT,
    *PAY,
    *STIPENDS,
    *TRAINING,
    *VETTING,
    *NEWS,
)
