"""Django's registration of the department."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """See README.md in this folder for the department's duty."""

    name = "zaplecze.office"
    label = "office"
