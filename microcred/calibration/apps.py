from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "microcred.calibration"
    label = "calibration"
