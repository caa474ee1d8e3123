"""The tables of the catalogue, by noun."""

from microcred.catalog.models.decision_rules import DecisionRule, DecisionRuleWording
from microcred.catalog.models.exchange import (
    CatalogueImport,
    CatalogueUpload,
    ImportOrder,
    ImportOutcome,
    License,
    LicenseEnding,
    Origin,
)
from microcred.catalog.models.images import (
    VersionImage,
)
from microcred.catalog.models.pilots import (
    ExitReport,
    Pilot,
)
from microcred.catalog.models.projection import (
    Edition,
    Entry,
    IndexCard,
    Word,
)
from microcred.catalog.models.quality import (
    AcceptanceAnswer,
    AcceptanceReview,
    ExternalMicroCredential,
    QualityStatement,
    ReviewTrigger,
)
from microcred.catalog.models.shelves import (
    Crosswalk,
    CrosswalkPick,
    CrosswalkStep,
    Stack,
    StackPlace,
)
from microcred.catalog.models.successions import (
    GraceExtension,
    GracePeriod,
    Retirement,
    Succession,
)
from microcred.catalog.models.translations import TranslatedField, Translation
from microcred.catalog.models.versions import (
    Alignment,
    Criterion,
    Feed,
    Level,
    MicroCredential,
    Part,
    PartRule,
    Prerequisite,
    Requirement,
    Version,
)

__all__ = [
    "AcceptanceAnswer",
    "AcceptanceReview",
    "Alignment",
    "CatalogueImport",
    "CatalogueUpload",
    "Criterion",
    "Crosswalk",
    "CrosswalkPick",
    "CrosswalkStep",
    "DecisionRule",
    "DecisionRuleWording",
    "Edition",
    "Entry",
    "ExitReport",
    "ExternalMicroCredential",
    "Feed",
    "GraceExtension",
    "GracePeriod",
    "ImportOrder",
    "ImportOutcome",
    "IndexCard",
    "Level",
    "License",
    "LicenseEnding",
    "MicroCredential",
    "Origin",
    "Part",
    "PartRule",
    "Pilot",
    "Prerequisite",
    "QualityStatement",
    "Requirement",
    "Retirement",
    "ReviewTrigger",
    "Stack",
    "StackPlace",
    "Succession",
    "TranslatedField",
    "Translation",
    "Version",
    "VersionImage",
    "Word",
]
