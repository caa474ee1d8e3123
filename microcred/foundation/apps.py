from django.apps import AppConfig, apps
from django.utils.module_loading import import_module, module_has_submodule


class FoundationConfig(AppConfig):
    name = "microcred.foundation"
    label = "foundation"
    verbose_name = "Foundation"

    def ready(self) -> None:
        """Open the door of news and the clock: every app's `reactions` registers itself when imported."""
        for app in apps.get_app_configs():
            if (
                app.name.startswith("microcred.")
                and app.module
                and module_has_submodule(app.module, "reactions")
            ):
                import_module(f"{app.name}.reactions")
