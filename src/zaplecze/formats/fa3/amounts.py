"""What the lines of an invoice add up to, and the same in PLN.

Rounding is half-up to the grosz (art. 106e(11) of the VAT Act names the same). VAT of a band may be
computed in two lawful ways: from the sum of the band (`vat`) or line by line (`vat_by_line`); both
are given, because either may stand on the invoice.

>>> from decimal import Decimal
>>> [str(to_grosze(Decimal(text))) for text in ("0.005", "-0.005", "2.675", "10")]
['0.01', '-0.01', '2.68', '10.00']
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.formats.fa3.errors import Fa3Error
from zaplecze.formats.fa3.types import Band, Invoice, Kind, Line, Order, OrderLine, RateTotal

_ZERO = Decimal(0)
_GROSZ = Decimal("0.01")
_HALF_GROSZ = Decimal("0.005")
_HUNDRED = Decimal(100)


def to_grosze(value: Decimal) -> Decimal:
    """Round half-up (away from zero) to two decimals."""
    return value.quantize(_GROSZ, ROUND_HALF_UP)


def tolerance(lines: int) -> Decimal:
    """How far sums may drift by rounding alone: half a grosz a line and a grosz for the total.

    >>> str(tolerance(1)), str(tolerance(10))
    ('0.015', '0.060')
    """
    return _GROSZ + _HALF_GROSZ * lines


@dataclass(frozen=True, slots=True)
class BandSum:
    """Sum of the lines of one band, in the invoice's currency.

    `from_gross` says that at least one line was priced gross: then `gross` is exact and `net` is
    what remains after VAT; otherwise `net` is exact. For MARGIN all of it stands in `net`.
    """

    band: Band
    net: Decimal
    vat: Decimal
    vat_by_line: Decimal
    lines: int
    from_gross: bool
    rates: frozenset[Decimal]

    @property
    def gross(self) -> Decimal:
        """Net and VAT together."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class LineTotals:
    """What the lines add up to, by band; lines without a rate or a value are counted apart."""

    bands: dict[Band, BandSum]
    unrated: Decimal = _ZERO  # value of lines without a VAT rate, as written (net or gross)
    unrated_lines: int = 0
    unvalued_lines: int = 0

    @property
    def gross(self) -> Decimal:
        """All lines together, VAT included; unrated lines as written."""
        return sum((band.gross for band in self.bands.values()), self.unrated)


class _Tally:
    """Running sums of one band and percent."""

    __slots__ = ("by_line", "gross", "lines", "net", "stated_gross", "stated_net", "stated_vat")

    def __init__(self) -> None:
        self.net = self.gross = self.by_line = _ZERO
        self.stated_net = self.stated_vat = _ZERO
        self.lines = 0
        self.stated_gross = False


def line_value(line: Line | OrderLine) -> tuple[Decimal | None, Decimal | None]:
    """Net and gross value of a line as far as it tells them, unsigned by StanPrzed.

    Without P_11 and P_11A the value is quantity times price less discount: suppliers of fuel and
    telecommunications often give the gross price alone. A missing quantity counts as one.
    """
    if isinstance(line, OrderLine):
        gross, price_gross, discount = None, None, None
        if line.net is not None and line.vat is not None:
            gross = line.net + line.vat
    else:
        gross, price_gross, discount = line.gross, line.price_gross, line.discount
    if line.net is not None or gross is not None:
        return line.net, gross
    quantity = Decimal(1) if line.quantity is None else line.quantity
    if line.price_net is not None:
        return to_grosze(quantity * line.price_net - (discount or _ZERO)), None
    if price_gross is not None:
        return None, to_grosze(quantity * price_gross - (discount or _ZERO))
    return None, None


def line_totals(invoice: Invoice) -> LineTotals:
    """Sums of FaWiersz by band; rows of the state before a correction count negative."""
    return _sum_lines(invoice.lines, margin=invoice.annotations.margin is not None)


def order_totals(order: Order) -> LineTotals:
    """Sums of ZamowienieWiersz by band; rows of the state before a correction count negative."""
    return _sum_lines(order.lines, margin=False)


def _sum_lines(lines: Iterable[Line | OrderLine], *, margin: bool) -> LineTotals:
    tallies: dict[tuple[Band, Decimal], _Tally] = {}
    unrated, unrated_lines, unvalued_lines = _ZERO, 0, 0
    for line in lines:
        net, gross = line_value(line)
        if net is None and gross is None:
            unvalued_lines += 1
            continue
        if line.before_correction:
            net = None if net is None else -net
            gross = None if gross is None else -gross
        if line.oss_rate is not None:
            band, percent = Band.OSS, line.oss_rate
        elif line.rate is not None:
            band, percent = line.rate.band, line.rate.percent
        elif margin:
            band, percent = Band.MARGIN, _ZERO
        else:
            unrated += gross if gross is not None else net or _ZERO
            unrated_lines += 1
            continue
        tally = tallies.get((band, percent))
        if tally is None:
            tally = tallies[band, percent] = _Tally()
        _add(tally, percent, line, net, gross)
    return LineTotals(_by_band(tallies), unrated, unrated_lines, unvalued_lines)


def _add(
    tally: _Tally,
    percent: Decimal,
    line: Line | OrderLine,
    net: Decimal | None,
    gross: Decimal | None,
) -> None:
    tally.lines += 1
    stated = line.vat
    if stated is not None and line.before_correction:
        stated = -stated
    if net is not None:
        if stated is None and gross is not None:
            stated = gross - net
        if stated is None:
            tally.net += net
            tally.by_line += to_grosze(net * percent / _HUNDRED)
        else:
            tally.stated_net += net
            tally.stated_vat += stated
        return
    assert gross is not None
    tally.stated_gross = True
    if stated is None:
        tally.gross += gross
        tally.by_line += to_grosze(gross * percent / (_HUNDRED + percent))
    else:
        tally.stated_net += gross - stated
        tally.stated_vat += stated


def _by_band(tallies: dict[tuple[Band, Decimal], _Tally]) -> dict[Band, BandSum]:
    bands: dict[Band, BandSum] = {}
    for (band, percent), tally in tallies.items():
        gross_vat = to_grosze(tally.gross * percent / (_HUNDRED + percent))
        net_vat = to_grosze(tally.net * percent / _HUNDRED)
        vat = tally.stated_vat + net_vat + gross_vat
        net = tally.stated_net + tally.net + tally.gross - gross_vat
        by_line = tally.stated_vat + tally.by_line
        rates, lines, from_gross = frozenset({percent}), tally.lines, tally.stated_gross
        before = bands.get(band)
        if before is not None:
            net, vat, by_line = net + before.net, vat + before.vat, by_line + before.vat_by_line
            rates, lines = rates | before.rates, lines + before.lines
            from_gross = from_gross or before.from_gross
        bands[band] = BandSum(band, net, vat, by_line, lines, from_gross, rates)
    return bands


def booking_totals(invoice: Invoice) -> tuple[RateTotal, ...]:
    """The totals to book: those of the header or, where it has none, those of the lines.

    A simplified invoice (art. 106e(5)(3)) may state only the amount due; its VAT then follows from
    the rates of its lines, or from the amount due when its lines name one rate and no values.
    Empty when the lines have no rates either.
    """
    if invoice.totals or invoice.kind is not Kind.SIMPLIFIED:
        return invoice.totals
    bands = line_totals(invoice).bands
    if bands:
        return tuple(
            RateTotal(band, bands[band].net, bands[band].vat) for band in Band if band in bands
        )
    rates = {line.rate for line in invoice.lines}
    rate = rates.pop() if len(rates) == 1 else None
    if rate is None:
        return ()
    vat = to_grosze(invoice.gross * rate.percent / (_HUNDRED + rate.percent))
    return (RateTotal(rate.band, invoice.gross - vat, vat),)


@dataclass(frozen=True, slots=True)
class PlnTotal:
    """One band in PLN, in grosze precision."""

    band: Band
    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        """Net and VAT together."""
        return self.net + self.vat


def vat_in_pln(invoice: Invoice, rate: Decimal | None = None) -> tuple[PlnTotal, ...]:
    """The booking totals in PLN (art. 106e(11), 31a).

    `rate` is PLN for one unit of the currency. Net amounts are converted by it and rounded half-up;
    VAT is the P_14_xW of the invoice where stated, else converted likewise. Without `rate` the
    rate written on the invoice is used: KursWalutyZ, or KursWaluty when all lines bear the same.
    Raises Fa3Error FA3-RATE when there is none.
    """
    totals = booking_totals(invoice)
    if invoice.currency == "PLN":
        return tuple(PlnTotal(total.band, total.net, total.vat) for total in totals)
    used = rate if rate is not None else stated_rate(invoice)
    if used is None or used <= 0:
        raise Fa3Error(
            "FA3-RATE",
            f"Faktura {invoice.number} jest w walucie {invoice.currency} i nie podaje jednego "
            "kursu. Podaj kurs średni NBP z dnia poprzedzającego powstanie obowiązku podatkowego.",
            element="Faktura/Fa/FaWiersz/KursWaluty",
        )
    return tuple(
        PlnTotal(
            total.band,
            to_grosze(total.net * used),
            total.vat_pln if total.vat_pln is not None else to_grosze(total.vat * used),
        )
        for total in totals
    )


def stated_rate(invoice: Invoice) -> Decimal | None:
    """The one exchange rate written on the invoice, or None when it has none or several."""
    if invoice.exchange_rate is not None:
        return invoice.exchange_rate
    rates = {line.exchange_rate for line in invoice.lines}
    return rates.pop() if len(rates) == 1 else None
