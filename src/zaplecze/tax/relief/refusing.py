"""Writes of refusals: an item isn't relieved, or only from another term of payment, until that is lifted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.events import ReliefRefused
from zaplecze.tax.relief.choosing import CannotRelieve, chosen_of
from zaplecze.tax.relief.models import Reason, ReliefMove, ReliefRefusal
from zaplecze.tax.relief.queries import Waiting, today_of
from zaplecze.tax.relief.rules import Side, Step, Tax


def refuse_relief(
    *,
    tax: Tax,
    period: Month,
    keys: Sequence[str],
    reason: str,
    note: str = "",
    due: date | None = None,
    by: int | None,
    at: datetime,
) -> list[ReliefRefusal]:
    """Keep that items aren't relieved, or with reason ``term`` that their term of payment is ``due``.

    Raises `CannotRelieve` without a reason, for a term without its day, an "other" reason without a note, a
    creditor's reason for a debtor's duty, and for what was taken already: that is undone first.
    """
    lock_company()
    if not keys:
        raise CannotRelieve("Zaznacz pozycje, których ulga nie dotyczy.")
    if reason not in Reason.values:
        raise CannotRelieve("Podaj powód odmowy: bez niego nikt jej nie obroni.")
    if (reason == Reason.TERM) != (due is not None):
        raise CannotRelieve(
            "Nowy termin płatności podaje się dokładnie wtedy, gdy strony go zmieniły: popraw powód albo datę."
        )
    if reason in {Reason.OTHER, Reason.DISPUTED} and not note.strip():
        raise CannotRelieve("Przy tym powodzie wpisz uwagę: z czego to wynika.")
    chosen = chosen_of(tax, period, keys, today=today_of(at))
    for w in chosen:
        _may_refuse(w, reason, due)
    made = [
        ReliefRefusal.objects.create(
            company_id=current_company_id(),
            tax=tax,
            side=w.side,
            item_id=w.item.id,
            number=w.invoice.number,
            partner_name=w.invoice.partner_name,
            reason=reason,
            note=note.strip()[:300],
            due=due,
            placed_at=at,
            placed_by_id=by,
        )
        for w in chosen
    ]
    record_events([_refused(r, lifted=False) for r in made], Stamp(by, at))
    return made


def _may_refuse(w: Waiting, reason: str, due: date | None) -> None:
    taken = ReliefMove.objects.filter(
        company_id=current_company_id(), tax=w.tax, item_id=w.item.id, step=Step.TAKEN
    )
    if sum((m.change for m in taken), ZERO) or w.proposal.move.step is Step.RETURNED:
        raise CannotRelieve(f"{w.invoice.number}: ulga jest już ujęta. Najpierw ją cofnij.")
    if w.side is Side.DEBTOR and reason == Reason.UNWANTED:
        raise CannotRelieve(
            f"{w.invoice.number}: korekta dłużnika jest obowiązkiem, nie prawem. Podaj inny powód."
        )
    if (
        w.side is Side.DEBTOR
        and w.tax is Tax.VAT
        and reason in {Reason.PROCEEDINGS, Reason.RELATED}
    ):
        raise CannotRelieve(
            f"{w.invoice.number}: art. 89b ust. 1 nie zna takiego wyjątku dla dłużnika. Podaj inny powód."
        )
    if due is not None and due <= w.debt.due:
        raise CannotRelieve(
            f"{w.invoice.number}: nowy termin ma być późniejszy niż {w.debt.due:%d.%m.%Y}."
        )
    mine = ReliefRefusal.objects.filter(
        company_id=current_company_id(), tax=w.tax, item_id=w.item.id, lifted_at=None
    )
    if mine.exists():
        raise CannotRelieve(
            f"{w.invoice.number}: strony już raz zmieniły termin. Wycofaj tamten wpis i podaj nowy."
        )


def lift_refusal(*, refusal_id: int, by: int | None, at: datetime) -> None:
    """Take a refusal back: the item is proposed again. Raises `CannotRelieve` where it stands under relief."""
    lock_company()
    row = ReliefRefusal.objects.filter(
        company_id=current_company_id(), pk=refusal_id, lifted_at=None
    ).first()
    if row is None:
        raise CannotRelieve("Tej odmowy już nie ma: odśwież stronę.")
    moves = ReliefMove.objects.filter(
        company_id=current_company_id(), tax=row.tax, item_id=row.item_id
    )
    if sum(m.change for m in moves):
        raise CannotRelieve(
            f"{row.number}: ulga liczy się od tego terminu. Najpierw cofnij ujętą ulgę."
        )
    row.lifted_at, row.lifted_by_id = at, by
    row.save(update_fields=["lifted_at", "lifted_by_id"])
    record_events([_refused(row, lifted=True)], Stamp(by, at))


def _refused(row: ReliefRefusal, *, lifted: bool) -> ReliefRefused:
    return ReliefRefused(
        refusal_id=row.pk, tax=row.tax, side=row.side, reason=row.reason, lifted=lifted
    )
