"""Django's registration of the platform floor."""

from django.apps import AppConfig


class PlatformConfig(AppConfig):
    """Companies, users, events, files: what every department stands on."""

    name = "zaplecze.platform"
    label = "platform"
