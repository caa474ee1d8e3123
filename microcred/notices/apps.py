from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "microcred.notices"
    label = "notices"
