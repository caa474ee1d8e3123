"""The tables of authoring, by noun."""

from microcred.authoring.models.drafts import Draft, Publication
from microcred.authoring.models.history import DraftRevision
from microcred.authoring.models.severities import CheckSeverity

__all__ = ["CheckSeverity", "Draft", "DraftRevision", "Publication"]
