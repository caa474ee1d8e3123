from django.apps import AppConfig


class VcApiConfig(AppConfig):
    name = "microcred.integrations.vc_api"
    label = "vc_api"
