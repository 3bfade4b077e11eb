"""Addresses. Everything of a company lives under ``/f/<NIP>/``: two clients in two tabs can't mix."""

from __future__ import annotations

from allauth.account import views as accounts
from django.urls import include, path
from django.views.i18n import set_language

from zaplecze.assets.web import urls as assets
from zaplecze.controlling.web import urls as controlling
from zaplecze.controlling.web.everyone import office_flow
from zaplecze.controlling.web.savings_office import office as savings_office
from zaplecze.documents.web import urls as documents
from zaplecze.ledger.web import urls as ledger
from zaplecze.office.web import links, rest
from zaplecze.office.web import urls as office
from zaplecze.office.web.views import home
from zaplecze.partners.web import urls as partners
from zaplecze.payments.web import collection_urls as collections
from zaplecze.payments.web import urls as payments
from zaplecze.purchasing.web import urls as purchasing
from zaplecze.sales.web import urls as sales
from zaplecze.statements.web import urls as statements
from zaplecze.tax.web import urls as tax

urlpatterns = [
    path("", home, name="home"),
    path("odnosnik/<str:token>/", links.link_enter, name="link_enter"),
    path("odnosnik/otwarty/<str:key>/", links.link, name="link"),
    path("odnosnik/otwarty/<str:key>/plik/", links.link_file, name="link_file"),
    path("odnosnik/otwarty/<str:key>/strona/<int:page>/", links.link_page, name="link_page"),
    path("obieg/", office_flow, name="office_flow"),
    path("oszczednosci/", savings_office, name="savings_office"),
    path("jezyk/", set_language, name="language"),
    # Accounts are given by the office: no sign-up, and no page that mails or changes an address.
    path("konto/", accounts.login, name="account_login"),
    path("konto/wyloguj/", accounts.logout, name="account_logout"),
    path("konto/rejestracja/", accounts.signup, name="account_signup"),
    path("konto/haslo/", accounts.password_change, name="account_change_password"),
    path("konto/potwierdz/", accounts.reauthenticate, name="account_reauthenticate"),
    path("konto/2fa/", include("allauth.mfa.urls")),
    path("api/", rest.api.urls),
    path("f/<str:nip>/", include(office.urlpatterns)),
    path("f/<str:nip>/dokumenty/", include(documents.urlpatterns)),
    path("f/<str:nip>/ksiegi/", include(ledger.urlpatterns)),
    path("f/<str:nip>/kontrahenci/", include(partners.urlpatterns)),
    path("f/<str:nip>/sprawozdania/", include(statements.urlpatterns)),
    path("f/<str:nip>/srodki/", include(assets.urlpatterns)),
    path("f/<str:nip>/zakupy/", include(purchasing.urlpatterns)),
    path("f/<str:nip>/sprzedaz/", include(sales.urlpatterns)),
    path("f/<str:nip>/vat/", include(tax.urlpatterns)),
    path("f/<str:nip>/bank/", include(payments.urlpatterns)),
    path("f/<str:nip>/controlling/", include(controlling.urlpatterns)),
    path("f/<str:nip>/windykacja/", include(collections.urlpatterns)),
]
