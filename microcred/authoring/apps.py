from django.apps import AppConfig


class AuthoringConfig(AppConfig):
    name = "microcred.authoring"
    label = "authoring"
