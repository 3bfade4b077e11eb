"""``python -m bench.twins``: appearances of invoices through the database's commands, beside the pure rule.

Five thousand appearances of three thousand invoices: XML from KSeF in batches as an import takes them, prints by
mail and scans one by one as a reading job tells them. Prints precision, recall and appearances a second of both.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench.appearances import appear, make_invoices
from bench.figures import Figure, table
from bench.invoices import COMPANY_NAME, COMPANY_NIP
from bench.office import Office
from bench.reading.facts import ksef_number
from zaplecze.documents.appearances.choosing import TwinIndex
from zaplecze.documents.appearances.rules import Appearance

AT = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
BATCH = 200
ACCOUNT = "36000000000000000000000103"


@dataclass(frozen=True)
class Shown:
    """One appearance, the invoice that it shows (an index), and the bytes that carry it."""

    invoice: int
    appearance: Appearance
    name: str
    data: bytes

    @property
    def is_file(self) -> bool:
        """True for an XML, which its intake reads itself."""
        return self.name.endswith(".xml")


def shown_in_all_channels(rng: random.Random, invoices: int, appearances: int) -> list[Shown]:
    """Every invoice once by KSeF or by mail, the rest again by mail or as scans, shuffled."""
    made = make_invoices(rng, invoices)
    ways = [(i, "ksef" if rng.random() < 0.6 else "mail") for i in range(len(made))]
    more = appearances - len(made)
    ways += [(rng.randrange(len(made)), rng.choice(["mail", "scan", "scan"])) for _ in range(more)]
    rng.shuffle(ways)
    return [_shown(rng, n, i, made[i], way) for n, (i, way) in enumerate(ways)]


def _shown(rng: random.Random, no: int, number: int, invoice: Appearance, way: str) -> Shown:
    seen = appear(rng, invoice, way)
    if way != "ksef" or invoice.gross is None or invoice.gross <= 0 or invoice.currency != "PLN":
        origin = "facturx" if way == "ksef" else "text" if way == "mail" else "scan"
        seen = replace(seen, channel=origin, ksef_number="")
        return Shown(number, seen, f"{no}.txt", f"postać {no}".encode())
    assert invoice.issue_date is not None
    ksef = ksef_number(rng, invoice.seller_nip, invoice.issue_date)
    seen = replace(seen, ksef_number=ksef, channel="ksef")
    return Shown(number, seen, f"{ksef}.xml", _xml(invoice))


def _xml(invoice: Appearance) -> bytes:
    from zaplecze.config.demo_papers import Firm, Item, make_invoice
    from zaplecze.formats import fa3

    assert invoice.issue_date is not None
    seller = Firm("Dostawca", invoice.seller_nip, "ul. Długa 1", "00-000 Zmyślin", ACCOUNT)
    buyer = Firm(COMPANY_NAME, COMPANY_NIP, "ul. Krótka 1", "00-000 Zmyślin", ACCOUNT)
    item = Item("Towar", 1, f"{invoice.gross:.2f}", fa3.Rate.ZERO_DOMESTIC)
    return fa3.write(
        make_invoice(seller, buyer, number=invoice.number, day=invoice.issue_date, items=[item])
    )


def pure_groups(shown: Sequence[Shown]) -> tuple[list[int], float]:
    """For each appearance the first one that the rule puts it with, and the seconds that it took."""
    index = TwinIndex()
    home: dict[int, int] = {}
    groups = []
    begun = time.perf_counter()
    for n, s in enumerate(shown):
        twin = index.find(s.appearance)
        group = home[id(twin.candidate)] if twin is not None and twin.same else n
        home[id(s.appearance)] = group
        groups.append(group)
        index.add(s.appearance)
    return groups, time.perf_counter() - begun


def database_groups(company_id: int, shown: Sequence[Shown]) -> tuple[list[int], float, float]:
    """For each appearance its paper at the end; seconds of matching, and of all with the intake."""
    from zaplecze.documents.api import Channel, Document, NewPaper, match_twins
    from zaplecze.office.intake import receive
    from zaplecze.platform.events import Stamp
    from zaplecze.platform.files import sha256_hex
    from zaplecze.platform.scope import company_scope

    matching = 0.0
    begun = time.perf_counter()
    for start in range(0, len(shown), BATCH):
        batch = shown[start : start + BATCH]
        files = [s for s in batch if s.is_file]
        others = [s for s in batch if not s.is_file]
        stamp = Stamp(None, AT)
        before = time.perf_counter()
        receive(
            company_id, [NewPaper(s.name, s.data) for s in files], channel=Channel.KSEF, stamp=stamp
        )
        matching += time.perf_counter() - before
        got = receive(
            company_id,
            [NewPaper(s.name, s.data) for s in others],
            channel=Channel.MAIL,
            stamp=stamp,
        )
        before = time.perf_counter()
        with company_scope(company_id):
            for s, paper in zip(others, got, strict=True):
                assert paper.document_id is not None, paper
                match_twins(document_id=paper.document_id, seen=s.appearance, by=None, at=AT)
        matching += time.perf_counter() - before
    whole = time.perf_counter() - begun
    with company_scope(company_id):
        rows = Document.objects.values_list("file_sha256", "id", "lead_id")
        home = {sha: lead or own for sha, own, lead in rows}
    return [home[sha256_hex(s.data)] for s in shown], matching, whole


def judged(shown: Sequence[Shown], groups: Sequence[int]) -> tuple[float, float]:
    """Precision and recall over pairs of appearances that were, or should have been, put together."""
    right = together = due = 0
    by_group: dict[int, dict[int, int]] = {}
    by_invoice: dict[int, int] = {}
    for s, group in zip(shown, groups, strict=True):
        by_invoice[s.invoice] = by_invoice.get(s.invoice, 0) + 1
        counts = by_group.setdefault(group, {})
        counts[s.invoice] = counts.get(s.invoice, 0) + 1
    for counts in by_group.values():
        size = sum(counts.values())
        together += size * (size - 1) // 2
        right += sum(n * (n - 1) // 2 for n in counts.values())
    due = sum(n * (n - 1) // 2 for n in by_invoice.values())
    return right / together if together else 1.0, right / due if due else 1.0


def figures(company_id: int, shown: Sequence[Shown]) -> list[Figure]:
    """Both ways judged, side by side."""
    pure, pure_seconds = pure_groups(shown)
    kept, matching, whole = database_groups(company_id, shown)
    found = []
    for name, groups, seconds, note in (
        ("pure rule", pure, pure_seconds, "in memory"),
        ("database", kept, matching, f"{len(shown) / whole:.0f}/s with the intake of all files"),
    ):
        precision, recall = judged(shown, groups)
        found += [
            Figure(f"twins, {name}: precision", precision, "", limit=1.0),
            Figure(f"twins, {name}: recall", recall, "", limit=0.98),
            Figure(f"twins, {name}", len(shown) / seconds, "appearances/s", note=note),
        ]
    return found


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m bench.twins", description=__doc__)
    parser.add_argument("--invoices", type=int, default=3_000)
    parser.add_argument("--appearances", type=int, default=5_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-bench-"))
    folder.chmod(0o755)
    office = Office(folder / "data")
    try:
        office.run("company", "add", "--nip", COMPANY_NIP, "--name", COMPANY_NAME)
        from zaplecze.config.cli.environment import prepare_django

        prepare_django(owner=True)
        from zaplecze.platform.companies import company_id_by_nip

        company_id = company_id_by_nip(COMPANY_NIP)
        assert company_id is not None
        rng = random.Random(20260914)
        found = figures(
            company_id, shown_in_all_channels(rng, options.invoices, options.appearances)
        )
    finally:
        office.run("stop")
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps([f.plain() for f in found], indent=1) if options.json else table(found))
    return 0 if all(f.kept for f in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
