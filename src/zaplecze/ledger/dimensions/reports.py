"""Obroty i salda według wymiaru, karta wymiaru, and a partner's lines from the newest on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Literal

from zaplecze.ledger.dimensions.queries import (
    Dimension,
    Member,
    MemberRow,
    member_turnover,
    members,
    nobodys_turnover,
)
from zaplecze.ledger.lineage import BEGINNING, LinesOf, Side
from zaplecze.ledger.models import AccountKind
from zaplecze.partners.api import partner_ids_by_tax_id
from zaplecze.platform.links import Link, cell_link, no_link, trace_links, word_part
from zaplecze.platform.models import Company
from zaplecze.platform.periods import OPENING_MONTH, Month, month_code, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import business_years, in_books

ZERO = Decimal("0.00")
Layout = Literal["konto", "wymiar"]
TITLES = {
    Dimension.PARTNER: "kontrahentów",
    Dimension.EMPLOYEE: "pracowników",
    Dimension.COST_CENTER: "miejsc kosztów (MPK)",
    Dimension.PROJECT: "projektów",
}
ONE = {
    Dimension.PARTNER: "Kontrahent",
    Dimension.EMPLOYEE: "Pracownik",
    Dimension.COST_CENTER: "MPK",
    Dimension.PROJECT: "Projekt",
}
GENITIVE = {
    Dimension.PARTNER: "kontrahenta",
    Dimension.EMPLOYEE: "pracownika",
    Dimension.COST_CENTER: "MPK",
    Dimension.PROJECT: "projektu",
}
SUMS = ("opening_debit", "opening_credit", "debit", "credit", "closing_debit", "closing_credit")


class NoSuchMember(Refusal):
    """The company has no such partner, employee, cost centre or project."""

    code = "ledger.no-such-member"


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a dimension is shown.

    ``account`` is the beginning of a number, or ``=`` and the whole of it; ``who`` is a part of a member's code or
    name, or ``=`` and an id (``=-``: what names nobody). Empty is all.
    """

    dimension: Dimension
    layout: Layout
    first: Month
    last: Month
    account: str = ""
    who: str = ""

    @property
    def table(self) -> str:
        """Its address among the tables of the books."""
        ends = f"{month_code(self.first)}/{month_code(self.last)}"
        return (
            f"wymiar/{self.dimension.value}/{self.layout}/{ends}/"
            f"{word_part(self.account)}/{word_part(self.who)}"
        )

    def takes(self, row: MemberRow, member: Member | None) -> bool:
        """Whether a row is asked for."""
        if self.account.startswith("=") and row.account != self.account[1:]:
            return False
        if self.who.startswith("="):
            return self.who[1:] == ("-" if member is None else str(member.id))
        wanted = self.who.casefold()
        if member is None:
            return not wanted
        return wanted in member.code.casefold() or wanted in member.name.casefold()


def dimension_report(company: Company, choice: Choice, link: Link = no_link) -> Report:
    """Obroty i salda według wymiaru: by account and member, or by member and account; each group with its sum.

    What an account has without any member stands in a row of its own, so that its rows make the account's row of
    the trial balance; among employees, who are partners, it is left out.
    """
    dimension, first, last = choice.dimension, choice.first, choice.last
    found = member_turnover(
        dimension=dimension, first=first, last=last, account=choice.account.removeprefix("=")
    )
    known = members(dimension, {r.member for r in found})
    if dimension == Dimension.EMPLOYEE:
        found = [r for r in found if r.member in known]
    else:
        found += nobodys_turnover(found, first=first, last=last)
    kept = [r for r in found if choice.takes(r, known.get(r.member or 0))]

    def who(row: MemberRow) -> tuple[bool, str, int]:
        member = known.get(row.member or 0)
        return member is None, member.code if member else "", row.member or 0

    by_account = choice.layout == "konto"
    first_of: Callable[[MemberRow], object] = (lambda r: r.account) if by_account else who
    kept.sort(
        key=(lambda r: (r.account, who(r))) if by_account else (lambda r: (who(r), r.account))
    )
    rows: list[Row] = []
    totals = dict.fromkeys(SUMS, ZERO)
    for _, group in groupby(kept, key=first_of):
        own = list(group)
        rows.append(_heading(own[0], known, choice))
        sums = dict.fromkeys(SUMS, ZERO)
        for r in own:
            amounts = _amounts(r)
            for key, amount in amounts.items():
                sums[key] += amount
                totals[key] += amount
            rows.append(_row(r, amounts, known, choice, link))
        if len(own) > 1:
            rows.append(_sum(own[0], sums, choice, link))
    return Report(
        code="dimension-turnover",
        title=f"Obroty i salda według {TITLES[dimension]}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("account", "Konto", "code"),
            Column("name", "Nazwa konta", "text"),
            Column("code", "Symbol", "code"),
            Column("member", ONE[dimension], "text"),
            Column("opening_debit", "Wn", "money", group="Saldo na początek okresu"),
            Column("opening_credit", "Ma", "money", group="Saldo na początek okresu"),
            Column("debit", "Wn", "money", group="Obroty okresu"),
            Column("credit", "Ma", "money", group="Obroty okresu"),
            Column("closing_debit", "Wn", "money", group="Saldo końcowe"),
            Column("closing_credit", "Ma", "money", group="Saldo końcowe"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=_sum_links(choice.table, totals, link),
    )


def _amounts(row: MemberRow) -> dict[str, Decimal]:
    return {
        "opening_debit": max(row.opening, ZERO),
        "opening_credit": max(-row.opening, ZERO),
        "debit": row.debit,
        "credit": row.credit,
        "closing_debit": max(row.closing, ZERO),
        "closing_credit": max(-row.closing, ZERO),
    }


def _heading(row: MemberRow, known: dict[int, Member], choice: Choice) -> Row:
    if choice.layout == "konto":
        return Row({"account": row.account, "name": row.name}, kind="group")
    member = known.get(row.member or 0)
    if member is None:
        return Row({"member": f"bez {GENITIVE[choice.dimension]}"}, kind="group")
    return Row({"code": member.code, "member": member.name}, kind="group")


def _row(
    row: MemberRow,
    amounts: dict[str, Decimal],
    known: dict[int, Member],
    choice: Choice,
    link: Link,
) -> Row:
    member = known.get(row.member or 0)
    cells: dict[str, object] = {
        "account": row.account,
        "name": row.name,
        "code": member.code if member else None,
        "member": member.name if member else f"(bez {GENITIVE[choice.dimension]})",
        **amounts,
    }
    links = {
        **cell_link(link, "account", "account_card", account=row.account),
        **line_links(row, choice.dimension, (choice.first, choice.last), link),
    }
    if member:
        for column in ("code", "member"):
            links |= cell_link(
                link, column, "dimension_card", dimension=choice.dimension.value, member=member.id
            )
    return Row(cells, links=links)


def line_links(
    row: MemberRow, dimension: Dimension, period: tuple[Month, Month], link: Link
) -> dict[str, str]:
    """Where a member's amounts on an account lead: to the lines of his that they sum."""
    first, last = period
    token = dimension.token(row.member)
    year, _ = in_books(first)
    start = (year, OPENING_MONTH) if row.kind == AccountKind.RESULT else BEGINNING

    def lines(since: Month, until: Month, side: Side) -> str:
        return f"linie/{LinesOf(row.account, since, until, side, token).key}"

    opening, closing = (
        lines(start, business_years().month_before(first), "saldo"),
        lines(start, last, "saldo"),
    )
    keys = {
        "opening_debit": opening,
        "opening_credit": f"minus/{opening}",
        "debit": lines(first, last, "wn"),
        "credit": lines(first, last, "ma"),
        "closing_debit": closing,
        "closing_credit": f"minus/{closing}",
    }
    return trace_links(link, {key: keys[key] for key, amount in _amounts(row).items() if amount})


def _sum(row: MemberRow, sums: dict[str, Decimal], choice: Choice, link: Link) -> Row:
    if choice.layout == "konto":
        label, whole = f"Razem konto {row.account}", (f"={row.account}", choice.who)
    else:
        one = "-" if row.member is None else row.member
        label, whole = "Razem", (choice.account, f"={one}")
    own = Choice(choice.dimension, choice.layout, choice.first, choice.last, *whole)
    return Row({"member": label, **sums}, links=_sum_links(own.table, sums, link), kind="sum")


def _sum_links(table: str, sums: dict[str, Decimal], link: Link) -> dict[str, str]:
    return trace_links(link, {key: f"suma/{table}/{key}" for key, a in sums.items() if a})


def member_by_code(dimension: Dimension, code: str) -> Member:
    """A member by the whole of its code, of a partner the tax number; refuses what names none, or several."""
    if dimension in (Dimension.PARTNER, Dimension.EMPLOYEE):
        plain = code.replace("-", "").replace(" ", "")
        ids = [*partner_ids_by_tax_id(plain), *partner_ids_by_tax_id(plain[2:])]
        # The code of a partner from abroad begins with its country.
        found = [m for m in members(dimension, ids).values() if m.code.endswith(plain)]
    else:
        found = [m for m in members(dimension).values() if m.code == code]
    if len(found) != 1:
        raise NoSuchMember(
            f"{ONE[dimension]} „{code}”: w kartotece pasuje {len(found)}, a ma jeden. Podaj cały symbol albo NIP."
        )
    return found[0]


def the_member(dimension: Dimension, member: int) -> Member:
    """A member by id; refuses one that the company doesn't have."""
    found = members(dimension, [member]).get(member)
    if found is None:
        raise NoSuchMember(
            f"Nie ma takiej pozycji w kartotece: {ONE[dimension].lower()} {member}. Wybierz ją z kartoteki."
        )
    return found
