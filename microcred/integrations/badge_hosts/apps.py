from django.apps import AppConfig


class BadgeHostsConfig(AppConfig):
    name = "microcred.integrations.badge_hosts"
    label = "badge_hosts"
