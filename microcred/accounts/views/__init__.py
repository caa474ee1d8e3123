"""A person's door to what is theirs for life."""

from microcred.accounts.views.erasing import erasure, erasure_cancellation
from microcred.accounts.views.exporting import export, exports
from microcred.accounts.views.joining import joining, joining_offer
from microcred.accounts.views.my_data import my_data
from microcred.accounts.views.naming import my_name, my_name_on_awards

__all__ = [
    "erasure",
    "erasure_cancellation",
    "export",
    "exports",
    "joining",
    "joining_offer",
    "my_data",
    "my_name",
    "my_name_on_awards",
]
