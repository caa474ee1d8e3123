from django.apps import AppConfig


class PathwaysConfig(AppConfig):
    name = "microcred.pathways"
    label = "pathways"

    def ready(self) -> None:
        """Let the page on which an award is revoked know how to ask what would follow."""
        from microcred.pathways import queries  # noqa: F401
