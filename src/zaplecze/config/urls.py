"""Addresses. Everything of a company lives under ``/f/<NIP>/``: two clients in two tabs can't mix."""

from __future__ import annotations

from django.urls import include, path

from zaplecze.documents.web import urls as documents
from zaplecze.ledger.web import urls as ledger
from zaplecze.office.web import urls as office
from zaplecze.office.web.views import home, language
from zaplecze.payments.web import urls as payments
from zaplecze.tax.web import urls as tax

urlpatterns = [
    path("", home, name="home"),
    path("jezyk/", language, name="language"),
    path("konto/", include("allauth.account.urls")),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path("f/<str:nip>/", include(office.urlpatterns)),
    path("f/<str:nip>/dokumenty/", include(documents.urlpatterns)),
    path("f/<str:nip>/ksiegi/", include(ledger.urlpatterns)),
    path("f/<str:nip>/vat/", include(tax.urlpatterns)),
    path("f/<str:nip>/bank/", include(payments.urlpatterns)),
]
