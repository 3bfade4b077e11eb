"""Pages of controlling."""

from __future__ import annotations

from django.urls import URLPattern, path

from zaplecze.controlling.web import ahead, papers, process

urlpatterns: list[URLPattern] = [
    path("obieg/", process.map_page, name="flow_map"),
    path("obieg/warianty/", process.variants_page, name="flow_variants"),
    path("obieg/gardla/", process.bottlenecks_page, name="bottlenecks"),
    path("obieg/zgodnosc/", process.conformance_page, name="conformance"),
    path("obieg/praca/", ahead.open_work, name="open_work"),
    path("obieg/gdyby/", ahead.what_if, name="what_if"),
    path("obieg/dokumenty/", papers.papers_page, name="flow_papers"),
    path("obieg/log/", papers.export, name="flow_export"),
]
