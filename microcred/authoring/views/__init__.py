"""A person's door."""

from microcred.authoring.views.drafts import draft, drafts, publication

__all__ = ["draft", "drafts", "publication"]
