"""The verbs of the queue (`claims`) and of the reading (`readings`)."""

from microcred.scoring.operations.claims import claim, claim_next, enqueue, let_go, recuse, renew
from microcred.scoring.operations.readings import note, score

__all__ = ["claim", "claim_next", "enqueue", "let_go", "note", "recuse", "renew", "score"]
