"""Django's registration of the department."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """See README.md in this folder for the department's duty."""

    name = "zaplecze.assets"
    label = "assets"
