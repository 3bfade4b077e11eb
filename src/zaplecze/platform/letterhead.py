"""How a company heads its letters: name, seat where it is known, NIP."""

from __future__ import annotations

from zaplecze.platform.models import Company, Seat


def seat_line(company: Company) -> str:
    """The seat on one line, empty where nobody entered it."""
    seat = Seat.objects.filter(company=company).first()
    return "" if seat is None else str(seat)


def letterhead(company: Company) -> tuple[str, ...]:
    """Lines over a letter."""
    return head_lines(company.name, seat_line(company), company.nip)


def head_lines(name: str, address: str, nip: str) -> tuple[str, ...]:
    """Lines over a letter from facts that were frozen with it."""
    return tuple(line for line in (name, address, f"NIP {nip}") if line)
