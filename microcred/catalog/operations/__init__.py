"""The verbs of the catalogue."""

from microcred.catalog.operations.decision_rules import (
    LONGEST_RULE,
    RuleReplacedAlready,
    RuleTooLong,
    RuleWithoutWords,
    publish_decision_rule,
)
from microcred.catalog.operations.drawing import (
    CrosswalkUnnamed,
    PathTooLong,
    add_to_crosswalk,
    describe_crosswalk,
    move_in_crosswalk,
    take_from_crosswalk,
)
from microcred.catalog.operations.exchange import (
    AttachmentDisguised,
    Imported,
    ImportHasTroubles,
    import_catalogue,
)
from microcred.catalog.operations.grace import (
    GraceNotLonger,
    GraceOutOfRange,
    GraceTooLong,
    NothingEnds,
    extend_grace,
    set_grace,
)
from microcred.catalog.operations.images import (
    ImageUnknown,
)
from microcred.catalog.operations.licenses import (
    LicenseBackwards,
    LicensedToItself,
    LicenseEndsInThePast,
    LicenseOver,
    NotYoursToLicense,
    end_license,
    grant_license,
)
from microcred.catalog.operations.pilots import (
    NothingLearned,
    PilotEnded,
    begin_pilot,
    end_pilot,
)
from microcred.catalog.operations.prerequisites import (
    PrerequisitesCircular,
    PrerequisiteUnknown,
)
from microcred.catalog.operations.publishing import (
    DesignUnfinished,
    NotItsAuthors,
    SlugTaken,
    StandardUnknown,
    publish,
)
from microcred.catalog.operations.quality import (
    AcceptanceUnexplained,
    AcceptanceUnfounded,
    ReferenceIncomplete,
    call_for_review,
    refer_to_external,
    review_external,
    state_quality,
)
from microcred.catalog.operations.retiring import (
    DayPassed,
    RetiredAlready,
    SuccessorUnfit,
    retire,
    take_out_retired,
)
from microcred.catalog.operations.shelves import (
    LicenseNeeded,
    draw_crosswalk,
    open_stack,
    place,
    take_up_codes,
)
from microcred.catalog.operations.successions import (
    MoreThanWording,
    NoteMissing,
    NothingToRevise,
)
from microcred.catalog.operations.templates import TemplateUnknown
from microcred.catalog.operations.translations import (
    FieldUnknown,
    LanguageUnfit,
    TranslationTooLong,
    TranslationUnfinished,
    publish_translation,
    translate,
)
from microcred.catalog.operations.uploads import (
    ImportUnderWay,
    carry_out_import,
    order_import,
    upload_catalogue,
)
from microcred.catalog.queries.exchange import IMPORT_JOB, IMPORT_QUEUE

__all__ = [
    "IMPORT_JOB",
    "IMPORT_QUEUE",
    "LONGEST_RULE",
    "AcceptanceUnexplained",
    "AcceptanceUnfounded",
    "AttachmentDisguised",
    "CrosswalkUnnamed",
    "DayPassed",
    "DesignUnfinished",
    "FieldUnknown",
    "GraceNotLonger",
    "GraceOutOfRange",
    "GraceTooLong",
    "ImageUnknown",
    "ImportHasTroubles",
    "ImportUnderWay",
    "Imported",
    "LanguageUnfit",
    "LicenseBackwards",
    "LicenseEndsInThePast",
    "LicenseNeeded",
    "LicenseOver",
    "LicensedToItself",
    "MoreThanWording",
    "NotItsAuthors",
    "NotYoursToLicense",
    "NoteMissing",
    "NothingEnds",
    "NothingLearned",
    "NothingToRevise",
    "PathTooLong",
    "PilotEnded",
    "PrerequisiteUnknown",
    "PrerequisitesCircular",
    "ReferenceIncomplete",
    "RetiredAlready",
    "RuleReplacedAlready",
    "RuleTooLong",
    "RuleWithoutWords",
    "SlugTaken",
    "StandardUnknown",
    "SuccessorUnfit",
    "TemplateUnknown",
    "TranslationTooLong",
    "TranslationUnfinished",
    "add_to_crosswalk",
    "begin_pilot",
    "call_for_review",
    "carry_out_import",
    "describe_crosswalk",
    "draw_crosswalk",
    "end_license",
    "end_pilot",
    "extend_grace",
    "grant_license",
    "import_catalogue",
    "move_in_crosswalk",
    "open_stack",
    "order_import",
    "place",
    "publish",
    "publish_decision_rule",
    "publish_translation",
    "refer_to_external",
    "retire",
    "review_external",
    "set_grace",
    "state_quality",
    "take_from_crosswalk",
    "take_out_retired",
    "take_up_codes",
    "translate",
    "upload_catalogue",
]
