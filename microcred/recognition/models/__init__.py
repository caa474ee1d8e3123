"""The tables of recognition."""

from microcred.recognition.models.ledger import Cycle, Entry, Recognition, Reversal, Ruling
from microcred.recognition.models.policies import Attestation, Policy

__all__ = ["Attestation", "Cycle", "Entry", "Policy", "Recognition", "Reversal", "Ruling"]
