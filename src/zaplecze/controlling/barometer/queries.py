"""Reads of the barometer: readings of closed rounds, never of a group that is too small."""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.controlling.barometer.models import BarometerRound, BarometerTally, BarometerVoter
from zaplecze.controlling.rules.barometer import Reading, readings
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Round:
    """A closed round: how many answered, and the readings; None where they were too few to show."""

    row: BarometerRound
    people: int
    readings: list[Reading] | None


def closed_rounds() -> list[Round]:
    """Closed rounds, the newest first."""
    company_id = current_company_id()
    rows = BarometerRound.objects.filter(company_id=company_id, closed_at__isnull=False)
    found = []
    for row in rows.order_by("-id")[:8]:
        people = voters(row.id)
        tally = BarometerTally.objects.filter(company_id=company_id, round_id=row.id)
        counts = {(t.statement, t.mark): t.count for t in tally}
        found.append(Round(row, people, readings(counts, people)))
    return found


def voters(round_id: int) -> int:
    """How many have answered in a round."""
    return BarometerVoter.objects.filter(company_id=current_company_id(), round_id=round_id).count()


def has_answered(round_id: int, user_id: int) -> bool:
    """Whether a person has answered."""
    return BarometerVoter.objects.filter(
        company_id=current_company_id(), round_id=round_id, user_id=user_id
    ).exists()
