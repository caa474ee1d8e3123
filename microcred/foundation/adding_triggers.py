"""The step of a migration that adds a trigger, without making every model's class again.

While it migrates, Django keeps a class of each model as it was at each step. pgtrigger's own step has the class of its
model made again, and with it those of all models that refer to it; a hundred triggers were most of the time that an
empty database took. No class depends on a trigger, so noting it is enough.
"""

from django.db.migrations.state import ProjectState
from pgtrigger import migrations


class AddTrigger(migrations.AddTrigger):
    """Adds a trigger as pgtrigger does, to the same rows of PostgreSQL's catalogue."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note the trigger among the options of its model."""
        options = state.models[app_label, self.model_name.lower()].options
        options["triggers"] = [*options.get("triggers", []), self.trigger]
