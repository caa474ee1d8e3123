from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import module_has_submodule

from microcred.foundation.frozen import take_rights_to_frozen_tables


class FoundationConfig(AppConfig):
    name = "microcred.foundation"
    label = "foundation"
    verbose_name = "Foundation"

    def ready(self) -> None:
        """Open the door of news and the clock: every app's `reactions` registers itself when imported."""
        for app in apps.get_app_configs():
            if app.name.startswith("microcred.") and app.module and module_has_submodule(app.module, "reactions"):
                import_module(f"{app.name}.reactions")
        post_migrate.connect(take_rights_to_frozen_tables, sender=self, dispatch_uid="frozen")
