"""Many-facet Rasch: how severe each rater is, allowing for whose work they read and by which criteria.

    log P(k) / P(k - 1) = ability of the person - difficulty of the criterion - severity of the rater - threshold k

Thresholds are common to all criteria (the rating scale model) or each criterion's own (partial credit). Estimated by
joint maximum likelihood with Newton's method on all measures at once, so that sparse links converge as fast as dense
ones. Persons and criteria are centred on 0, thresholds of each scale too; raters float, and so carry the level.

Sources: J. M. Linacre, Many-Facet Rasch Measurement (1989); B. D. Wright, G. N. Masters, Rating Scale Analysis (1982),
for estimation, fit and separation; D. Andrich, Psychometrika 43 (1978), 561-573; G. N. Masters, Psychometrika 47
(1982), 149-174.
"""

from microcred.measures.facets.analysis import many_facets
from microcred.measures.facets.judgements import Judgements, groups_of
from microcred.measures.facets.links import FEW_READ, FEW_SHARED, Links, links_of
from microcred.measures.facets.tables import (
    Disconnected,
    Facets,
    LevelUse,
    Measured,
    RaterAgreement,
    Scale,
    Separation,
    separation,
)

__all__ = [
    "FEW_READ",
    "FEW_SHARED",
    "Disconnected",
    "Facets",
    "Judgements",
    "LevelUse",
    "Links",
    "Measured",
    "RaterAgreement",
    "Scale",
    "Separation",
    "groups_of",
    "links_of",
    "many_facets",
    "separation",
]
