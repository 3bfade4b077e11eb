"""Django's registration of the department."""

from django.apps import AppConfig


class ControllingConfig(AppConfig):
    """See README.md in this folder for the department's duty."""

    name = "zaplecze.controlling"
    label = "controlling"
