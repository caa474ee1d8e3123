from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "microcred.quality"
    label = "quality"
