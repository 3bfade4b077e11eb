"""Writes of the barometer: open a round, answer once, close it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.controlling.barometer.models import BarometerRound, BarometerTally, BarometerVoter
from zaplecze.controlling.events import BarometerTurned
from zaplecze.controlling.rules.barometer import MARKS, STATEMENTS
from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


class NoRound(Refusal):
    """There is no open round."""

    code = "controlling.barometer-none"


def open_barometer(*, by: int | None, at: datetime) -> BarometerRound:
    """Open a round; refuses while another is open."""
    lock_company()
    if open_round() is not None:
        raise Refusal(
            "Ankieta już trwa: zamknij ją, zanim otworzysz następną.",
            code="controlling.barometer-open",
        )
    row = BarometerRound.objects.create(company_id=current_company_id(), opened_at=at)
    record_events([BarometerTurned(round_id=row.id, state="opened")], Stamp(by, at))
    return row


def close_barometer(*, by: int | None, at: datetime) -> None:
    """Close the open round: from now on its readings show, where enough people answered."""
    lock_company()
    row = open_round()
    if row is None:
        raise NoRound("Żadna ankieta nie jest otwarta.")
    row.closed_at = at
    row.save(update_fields=["closed_at"])
    record_events([BarometerTurned(round_id=row.id, state="closed")], Stamp(by, at))


def answer_barometer(*, marks: Sequence[int], by: int) -> None:
    """Add a person's marks, one a statement in order, to the counts; who gave them is kept nowhere.

    That she has answered is kept, without a moment and without an event, so that she can't answer twice.
    """
    if len(marks) != STATEMENTS or not set(marks) <= set(MARKS):
        raise Refusal(
            f"Odpowiedz na wszystkie stwierdzenia ({STATEMENTS}), każde w skali od 1 do 5.",
            code="controlling.barometer-marks",
        )
    lock_company()
    row = open_round()
    if row is None:
        raise NoRound("Ta ankieta jest zamknięta. Poczekaj na następną.")
    company_id = current_company_id()
    _voter, new = BarometerVoter.objects.get_or_create(
        company_id=company_id, round_id=row.id, user_id=by
    )
    if not new:
        raise Refusal(
            "Twoja odpowiedź już jest policzona. Nie da się jej zmienić, bo nie wiadomo, która jest Twoja.",
            code="controlling.barometer-twice",
        )
    count = len(marks)
    insert_rows(
        BarometerTally._meta.db_table + " AS t",
        {
            "company_id": ("bigint", [company_id] * count),
            "round_id": ("bigint", [row.id] * count),
            "statement": ("smallint", range(count)),
            "mark": ("smallint", marks),
            "count": ("integer", [1] * count),
        },
        tail="ON CONFLICT (company_id, round_id, statement, mark) DO UPDATE SET count = t.count + 1",
    )


def open_round() -> BarometerRound | None:
    """The round that is open."""
    return BarometerRound.objects.filter(
        company_id=current_company_id(), closed_at__isnull=True
    ).first()
