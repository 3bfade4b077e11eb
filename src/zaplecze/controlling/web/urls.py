"""Pages of controlling."""

from django.urls import URLPattern

from zaplecze.controlling.web import savings_urls

urlpatterns: list[URLPattern] = [*savings_urls.urlpatterns]
