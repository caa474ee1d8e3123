from django.apps import AppConfig


class OAuthConfig(AppConfig):
    name = "microcred.integrations.oauth"
    label = "oauth"
