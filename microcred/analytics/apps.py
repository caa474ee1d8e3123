from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    name = "microcred.analytics"
    label = "analytics"
