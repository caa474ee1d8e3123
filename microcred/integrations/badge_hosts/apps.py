from django.apps import AppConfig


class BadgeHostsConfig(AppConfig):
    name = "microcred.integrations.badge_hosts"
    label = "badge_hosts"

    def ready(self) -> None:
        """Let the pages of awards know how to ask for what stands in backpacks."""
        from microcred.integrations.badge_hosts import queries  # noqa: F401
