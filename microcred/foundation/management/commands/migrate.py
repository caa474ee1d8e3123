"""Django's `migrate`, without making every model's class again at each step.

While it migrates, Django keeps a class of each model as it was at each step, and when one changes it makes that class
again with those of all models that it is related to, directly or not. Here everything is related to people and
organizations, so that each of several hundred steps made all classes again: nine tenths of the time that an empty
database took. A step changes the table of one model, for which the class of that model is enough.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState


class Command(migrate.Command):
    """Brings the database to the present shape."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate as Django does."""
        with changed_models_alone():
            super().handle(*args, **options)


@contextmanager
def changed_models_alone() -> Iterator[None]:
    """Within it, a migration makes the class of a changed model again and leaves those of its relations.

    They go on referring to the class of before, which has the same table and key: what a step of the schema asks of
    them. A step that looks up rows through several related models asks for the classes itself (`apps.get_model`).
    """
    usual = ProjectState._find_reload_model  # type: ignore[attr-defined]
    ProjectState._find_reload_model = _alone  # type: ignore[attr-defined]
    try:
        yield
    finally:
        ProjectState._find_reload_model = usual  # type: ignore[attr-defined]


def _alone(_state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
    return {(app_label, model_name)}
