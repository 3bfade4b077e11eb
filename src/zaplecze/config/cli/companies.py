"""``company``: add one, tell its business year, its people come and go."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone

from zaplecze.config.cli.told import find_company, show
from zaplecze.config.cli.years import asked_year, tell_year, year_told
from zaplecze.ledger.api import appoint_overseer
from zaplecze.office.opening import open_company
from zaplecze.platform.companies import add_person
from zaplecze.platform.models import Role, User
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.workflow.api import change_roles, roles_of


def company(options: argparse.Namespace) -> int:
    """``company add``, ``company year`` and ``company person``."""
    if options.company_command == "year":
        asked = asked_year(options)
        assert asked is not None  # both days are required
        told = tell_year(find_company(options.nip), asked)
        show(options, year_told(told), f"Rok obrotowy {told.name}: {told.days}.")
        return 0
    if options.company_command == "person":
        known = set(Role.values)
        if wrong := [r for r in options.role if r not in known]:
            raise Refusal(
                f"Nie ma roli {wrong[0]}. Role: {', '.join(sorted(known))}.", code="platform.role"
            )
        if options.remove:
            return _remove_person(options)
        if not options.name or not options.role:
            raise Refusal(
                "Podaj imię i nazwisko (--name) i co najmniej jedną rolę (--role).",
                code="platform.person",
            )
        password = sys.stdin.readline().rstrip("\n") if options.password_stdin else None
        user = add_person(
            company_id=find_company(options.nip),
            email=options.email,
            full_name=options.name,
            roles=tuple(Role(r) for r in options.role),
            password=password,
        )
        if options.overseer:
            with company_scope(find_company(options.nip)):
                appoint_overseer(person_id=user.pk, by=None, at=timezone.now())
        show(options, {"email": user.email, "roles": options.role}, f"{user.email}: {options.role}")
        return 0
    year = asked_year(options)
    made = open_company(
        nip=options.nip.replace("-", "").replace(" ", "").removeprefix("PL"),
        name=options.name,
        at=timezone.now(),
        straight_through=options.straight_through,
        email=options.email,
        tax_office=options.tax_office,
        chart=options.chart,
    )
    begun = tell_year(made.id, year) if year else None
    show(
        options,
        {
            "nip": made.nip,
            "name": made.name,
            "straight_through": made.straight_through,
            **({"business_year": year_told(begun)} if begun else {}),
        },
        f"Dodano firmę {made.name}, NIP {made.nip}.",
    )
    return 0


def _remove_person(options: argparse.Namespace) -> int:
    """``company person --remove``."""
    company_id = find_company(options.nip)
    people = {p.email: p.pk for p in User.objects.filter(email__in=_emails(options))}
    for email in _emails(options):
        if email not in people:
            raise Refusal(f"Nikt nie ma konta {email}. Sprawdź adres.", code="platform.no-person")
    person = people[options.email.lower()]
    with company_scope(company_id):
        left = roles_of(person=person) - set(options.role) if options.role else frozenset[str]()
        change_roles(
            person=person,
            roles=left,
            heir=people[options.heir.lower()] if options.heir else None,
            heir_role=options.heir_role,
            by=None,
            at=timezone.now(),
        )
    show(
        options,
        {"email": options.email, "roles": sorted(left)},
        f"{options.email}: {', '.join(sorted(left)) or 'bez ról w tej firmie'}",
    )
    return 0


def _emails(options: argparse.Namespace) -> list[str]:
    return [e.lower() for e in (options.email, options.heir) if e]
