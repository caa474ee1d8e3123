"""The verbs of authoring, by noun."""

from microcred.authoring.operations.drafts import (
    DesignMalformed,
    DraftOvertaken,
    DraftPublished,
    HoursUnreadable,
    WordLimitUnreadable,
    save_draft,
    start_draft,
)
from microcred.authoring.operations.publishing import (
    ChecksBlock,
    publish,
)
from microcred.authoring.operations.severities import (
    CheckUnknown,
    SeverityFixed,
    set_severity,
)

__all__ = [
    "CheckUnknown",
    "ChecksBlock",
    "DesignMalformed",
    "DraftOvertaken",
    "DraftPublished",
    "HoursUnreadable",
    "SeverityFixed",
    "WordLimitUnreadable",
    "publish",
    "save_draft",
    "set_severity",
    "start_draft",
]
