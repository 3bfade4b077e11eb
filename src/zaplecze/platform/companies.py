"""Take a company in: its row, its chains, its people. Runs as the owner of the tables."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from zaplecze.formats.numbers import nip_ok, tax_office_ok
from zaplecze.platform.events import GENESIS
from zaplecze.platform.models import Chain, Company, Membership, Role, User
from zaplecze.platform.refusal import Refusal

HUES = (165, 265, 25, 85, 320, 210, 125, 55, 295, 350, 190, 240)
CHAINS = ("events", "entries")


def add_company(
    *,
    nip: str,
    name: str,
    at: datetime,
    straight_through: bool = False,
    short_name: str = "",
    email: str = "",
    tax_office: str = "",
) -> Company:
    """Take a company in; raises `Refusal` for a wrong NIP or one that is here already."""
    if not nip_ok(nip):
        raise Refusal(f"NIP {nip} ma złą sumę kontrolną. Sprawdź cyfry.", code="platform.nip")
    if tax_office and not tax_office_ok(tax_office):
        raise Refusal(
            f"Kod urzędu skarbowego {tax_office} ma zły układ. Podaj cztery cyfry z listy urzędów, np. 1471.",
            code="platform.tax-office",
        )
    if not name.strip():
        raise Refusal("Podaj nazwę firmy.", code="platform.name")
    with transaction.atomic(using="owner"):
        companies = Company.objects.using("owner")
        if companies.filter(nip=nip).exists():
            raise Refusal(f"Firma o NIP {nip} już jest w biurze.", code="platform.company-exists")
        company = companies.create(
            nip=nip,
            name=name.strip(),
            short_name=(short_name or name).strip()[:60],
            hue=HUES[companies.count() % len(HUES)],
            straight_through=straight_through,
            email=email,
            tax_office=tax_office,
            created_at=at,
        )
        Chain.objects.using("owner").bulk_create(
            Chain(company_id=company.id, name=chain, seq=0, hash=GENESIS) for chain in CHAINS
        )
    return company


def add_person(
    *, company_id: int, email: str, full_name: str, roles: tuple[Role, ...], password: str | None
) -> User:
    """Give a person roles in a company; a new person gets an account."""
    with transaction.atomic(using="owner"):
        user = User.objects.using("owner").filter(email=email.lower()).first()
        if user is None:
            user = User(email=email.lower(), full_name=full_name)
            user.set_password(password)
            user.save(using="owner")
        for role in roles:
            Membership.objects.using("owner").get_or_create(
                company_id=company_id, user=user, role=role
            )
    return user


def works_anywhere(user_id: int) -> bool:
    """Whether a person has a role in any company of the office; gives nothing else away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT works_anywhere(%s)", (user_id,))
        row = cursor.fetchone()
    return bool(row and row[0])


def company_id_by_nip(nip: str) -> int | None:
    """Id of the company with this NIP; gives nothing else away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT company_id_by_nip(%s)", (nip,))
        row = cursor.fetchone()
    return row[0] if row else None


def all_company_ids() -> list[int]:
    """Ids of every company, for jobs that go round them all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT all_company_ids()")
        return [row[0] for row in cursor.fetchall()]
