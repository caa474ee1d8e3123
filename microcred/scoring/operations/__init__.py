"""The verbs of the queue (`claims`) and of the reading (`readings`)."""

from microcred.scoring.operations.claims import (
    CameClose,
    InPreCheck,
    SomethingSetAside,
    claim,
    claim_next,
    enqueue,
    let_go,
    move_due,
    recuse,
    renew,
    take_out_of_queue,
)
from microcred.scoring.operations.policies import (
    NoFirstOnes,
    NothingOfItsOwn,
    OfferedByAnother,
    PolicyStands,
    SampleTooSmall,
    ShareTooLarge,
    declare_policy,
    follow_organization,
)
from microcred.scoring.operations.promises import (
    NotAmongTheFirst,
    PrivacyHasItsOwnWay,
    let_clock_go_on,
    own_up,
    stop_clock,
)
from microcred.scoring.operations.readings import (
    note,
    score,
)
from microcred.scoring.operations.setting_aside import (
    set_aside,
)

__all__ = [
    "CameClose",
    "InPreCheck",
    "NoFirstOnes",
    "NotAmongTheFirst",
    "NothingOfItsOwn",
    "OfferedByAnother",
    "PolicyStands",
    "PrivacyHasItsOwnWay",
    "SampleTooSmall",
    "ShareTooLarge",
    "SomethingSetAside",
    "claim",
    "claim_next",
    "declare_policy",
    "enqueue",
    "follow_organization",
    "let_clock_go_on",
    "let_go",
    "move_due",
    "note",
    "own_up",
    "recuse",
    "renew",
    "score",
    "set_aside",
    "stop_clock",
    "take_out_of_queue",
]
