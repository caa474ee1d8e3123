from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    name = "microcred.frameworks"
    label = "frameworks"
