"""Sign-in: accounts are given by the office, nobody signs up alone."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficeAccounts(DefaultAccountAdapter):
    """Closed sign-up; users sign in with their e-mail address."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody may."""
        return False

    def populate_username(self, request: HttpRequest, user: object) -> None:
        """Users have no name but their e-mail address."""
