"""One person, for life: accounts joined, data taken along, data erased, names changed."""

from microcred.accounts.models.erasures import Erasure, ErasureCancellation, ErasureDone, Hold, HoldRelease
from microcred.accounts.models.exports import Export
from microcred.accounts.models.merges import Merge, MergeApproval, MergedRows, MergeOffer
from microcred.accounts.models.names import NameChange

__all__ = [
    "Erasure",
    "ErasureCancellation",
    "ErasureDone",
    "Export",
    "Hold",
    "HoldRelease",
    "Merge",
    "MergeApproval",
    "MergeOffer",
    "MergedRows",
    "NameChange",
]
