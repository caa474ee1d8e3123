from django.apps import AppConfig


class RecognitionConfig(AppConfig):
    name = "microcred.recognition"
    label = "recognition"

    def ready(self) -> None:
        """Let the page on which an award is revoked know how to ask what would follow."""
        from microcred.recognition.queries import foreseen  # noqa: F401
