"""The composition root: routes are wired when Django is ready."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Settings, URLs and wiring."""

    name = "zaplecze.config"
    label = "config"

    def ready(self) -> None:
        """Set the routes of events."""
        from zaplecze.config.wiring import wire

        wire()
