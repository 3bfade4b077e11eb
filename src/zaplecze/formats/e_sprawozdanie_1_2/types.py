"""What a financial statement says: who, when, positions with two years' amounts, texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """Whose statement: annex 1, 5 or 4 to the Accounting Act."""

    OTHER = "Inna"
    SMALL = "Mala"
    MICRO = "Mikro"


class Variant(StrEnum):
    """Variant of the profit and loss account (RZiS); micro entities have one only."""

    BY_NATURE = "RZiSPor"
    BY_FUNCTION = "RZiSKalk"


@dataclass(frozen=True, slots=True)
class Position:
    """A line of a statement, PLN; ``code`` as in the annex with dots: ``A.II.1.a``."""

    code: str
    amount: Decimal
    previous: Decimal


@dataclass(frozen=True, slots=True)
class Address:
    """A Polish address; ``street`` and ``flat`` may be empty."""

    voivodeship: str
    county: str
    municipality: str
    town: str
    house: str
    postal_code: str
    post_office: str
    street: str = ""
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Texts of the introduction; ``pkd`` and ``joint`` are for other entities, ``simplified`` for small and micro.

    ``joint``: the statement sums up units that keep their own books. ``simplified``: which simplifications of the
    act the entity uses.
    """

    valuation: str
    result: str
    presentation: str
    remaining: str = ""
    going_concern: bool = True
    no_threats: bool = True
    threats: str = ""
    pkd: tuple[str, ...] = ()
    joint: bool = False
    simplified: str = ""


@dataclass(frozen=True, slots=True)
class FinancialStatement:
    """The file's content; positions stand in the order of the annex, each below its parent."""

    kind: Kind
    variant: Variant
    first_day: date
    last_day: date
    prepared_on: date
    name: str
    nip: str
    krs: str
    seat: Address
    introduction: Introduction
    assets: tuple[Position, ...]
    liabilities: tuple[Position, ...]
    result: tuple[Position, ...]
    notes: tuple[str, ...]
