"""What an author writes about a micro-credential: its shape, its problems, its canonical form and digests. Pure."""

from microcred.catalog.design.comparison import (
    Comparison,
    FieldDiff,
    PieceDiff,
    as_words,
    compare,
)
from microcred.catalog.design.diff import (
    Change,
    Words,
    changes,
    is_rows,
    paired,
    word_diff,
)
from microcred.catalog.design.digest import (
    as_json,
    canonical,
    digest,
    renewed,
    rubric_digest,
    words_digest,
)
from microcred.catalog.design.fields import (
    FIELD_NAMES,
    field_name,
)
from microcred.catalog.design.heritage import (
    OPEN_LICENSES,
    license_address,
    may_be_adapted,
)
from microcred.catalog.design.kinds import (
    Judgement,
    Kind,
    Reason,
    judgement_of,
    kind_of_change,
)
from microcred.catalog.design.problem import (
    Problem,
)
from microcred.catalog.design.problems import (
    problems,
)
from microcred.catalog.design.room import (
    NoRoom,
    no_room,
)
from microcred.catalog.design.shape import (
    KIND_OF_PART,
    Alignment,
    Ancestor,
    Component,
    Consent,
    Criterion,
    Design,
    EvidenceKind,
    Image,
    Level,
    PartNumber,
    PartRule,
    Requirement,
    RequirementKind,
    Research,
    Resource,
    RuleKind,
    Shows,
    Template,
)
from microcred.catalog.design.translating import State as TranslationState
from microcred.catalog.design.translating import Words as TranslatableWords
from microcred.catalog.design.translating import key_of as translation_key
from microcred.catalog.design.translating import made_of, translated, words_in
from microcred.catalog.design.translating import state_of as translation_state
from microcred.catalog.design.wording import (
    likeness,
    same_words,
)

__all__ = [
    "FIELD_NAMES",
    "KIND_OF_PART",
    "OPEN_LICENSES",
    "Alignment",
    "Ancestor",
    "Change",
    "Comparison",
    "Component",
    "Consent",
    "Criterion",
    "Design",
    "EvidenceKind",
    "FieldDiff",
    "Image",
    "Judgement",
    "Kind",
    "Level",
    "NoRoom",
    "PartNumber",
    "PartRule",
    "PieceDiff",
    "Problem",
    "Reason",
    "Requirement",
    "RequirementKind",
    "Research",
    "Resource",
    "RuleKind",
    "Shows",
    "Template",
    "TranslatableWords",
    "TranslationState",
    "Words",
    "as_json",
    "as_words",
    "canonical",
    "changes",
    "compare",
    "digest",
    "field_name",
    "is_rows",
    "judgement_of",
    "kind_of_change",
    "license_address",
    "likeness",
    "made_of",
    "may_be_adapted",
    "no_room",
    "paired",
    "problems",
    "renewed",
    "rubric_digest",
    "same_words",
    "translated",
    "translation_key",
    "translation_state",
    "word_diff",
    "words_digest",
    "words_in",
]
