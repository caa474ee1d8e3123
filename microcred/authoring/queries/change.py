"""What lies between a draft and the version that it would follow."""

from microcred.authoring.models import Draft
from microcred.catalog.design import Design, Judgement, kind_of_change
from microcred.catalog.queries import current_version


def change_in(draft: Draft, design: Design) -> Judgement | None:
    """What kind of change a draft is against the newest version; None for the first of a micro-credential."""
    newest = current_version(draft.micro_credential) if draft.micro_credential else None
    return kind_of_change(Design.model_validate(newest.design), design) if newest else None
