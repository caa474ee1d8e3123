"""Who keeps what the contributors of the manifest (`queries.added_to_manifest`) have named, when work is handed in."""

from collections.abc import Callable, Sequence

from microcred.portfolios.models import Submission
from microcred.portfolios.operations.alternatives import freeze_alternatives
from microcred.portfolios.operations.change_notes import freeze_changes
from microcred.portfolios.operations.languages import freeze_languages
from microcred.portfolios.operations.pins import freeze_pins
from microcred.portfolios.queries.workspace import Workspace

Keeper = Callable[[Submission, Workspace], None]

KEEPERS: Sequence[Keeper] = (freeze_pins, freeze_languages, freeze_alternatives, freeze_changes)
"""Each writes its frozen rows, in the transaction of the submission, while the lock of the pursuit is held."""


def keep_along(submission: Submission, workspace: Workspace) -> None:
    """Let every keeper freeze what goes along with a submission."""
    for keeper in KEEPERS:
        keeper(submission, workspace)
