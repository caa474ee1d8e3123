from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "microcred.site"
    label = "site"
