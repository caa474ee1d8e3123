from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "microcred.authoring"
    label = "authoring"

    def ready(self) -> None:
        from microcred.authoring.lint.checks import CHECKS
        from microcred.quality.framework_file import KNOWN_CHECKS

        KNOWN_CHECKS.update(CHECKS)
