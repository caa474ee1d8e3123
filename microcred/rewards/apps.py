from django.apps import AppConfig


class RewardsConfig(AppConfig):
    name = "microcred.rewards"
    label = "rewards"

    def ready(self) -> None:
        """Let the page on which an award is revoked know how to ask what would follow."""
        from microcred.rewards.queries import foreseen  # noqa: F401
