from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "microcred.integrity"
    label = "integrity"
