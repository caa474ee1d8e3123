"""What the catalogue does by the clock."""

from microcred.catalog.operations import take_out_retired
from microcred.foundation import jobs
from microcred.foundation.clock import now


@jobs.every(minutes=5)
def stop_offering_what_retired() -> None:
    """A retirement that was declared for a day to come begins by itself."""
    take_out_retired(actor=None, at=now())
