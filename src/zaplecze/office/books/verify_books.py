#!/usr/bin/env python3
"""Verify an exported copy of a company's books without the program that made it.

    python3 verify_books.py FOLDER [--root HEX]

Needs Python 3.9 and nothing else. Reads each file once, from the first month to the last, and holds no more than
one month in memory. Every byte of the export is covered:

- entries/YYYY-MM.txt, events/YYYY-MM.txt: one record a line, "HASH TEXT". HASH is SHA-256 of the 32 bytes of the
  hash before (zeros before the first) and of TEXT in UTF-8, so a record that was changed, taken out, put in, moved
  or renumbered breaks the chain at its own line.
- An entry's TEXT: lines apart by U+001E, fields by U+001F. The first line is the header: company, seq, journal,
  year, month, number in the journal, number in the day book, voucher kind, voucher number, operation date, document
  date, posting date, person, partner, document, KSeF number, reversed entry, text. Then one line for each line of
  the entry: no, account, Wn, Ma, currency, amount in it, partner, cost centre, project, text. Year and month are of
  the books: -6 is July of the calendar year before; 0 and 13, or numbers beyond 50, open and close a business year.
- An event's TEXT: company|seq|time|person|code|document|JSON. A JSON with "file_sha256" names a paper, which lies
  in documents/YYYY-MM/ of the event's month under its own SHA-256, unless an event "documents.document.destroyed"
  names it in "erased": it went by a protocol of two people. An event "ledger.period.closed" seals a month of the
  books: "root" is SHA-256 of the hashes of its entries, in their order, up to entry "last_seq".
- balances.txt: account, year, month, Wn, Ma apart by tabs, in that order: recounted here from the entries.
- accounts.txt: number, name, kind (balance, result, off), settlement account (1 or 0), tags S_12_1, S_12_2, S_12_3 of
  JPK_KR_PD; partners.txt: id as in the entries, country, tax number, name, address. Apart by tabs, as on the day of
  the export; every account and partner that an entry names has its row.
- books.json: what there is, with SHA-256 of the other files; "root" is SHA-256 of the rest of it. Compare it with
  the root that you were given: whoever holds the folder could make all of it anew, but not with the same root.

Exit code 0: nothing found. 1: findings, each with its place. 2: there is nothing to verify.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

FORMAT = "zaplecze-books/2"
KINDS = ("events", "entries")
CHUNK = 1 << 20
NO_FILE = "to nie jest plik, który da się przeczytać"


def canonical(data):
    """The one way in which books.json may be written."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def root_of(manifest):
    """SHA-256 of the manifest without its root."""
    return hashlib.sha256(canonical({k: v for k, v in manifest.items() if k != "root"})).hexdigest()


def digest_of(path):
    """SHA-256 of a file's bytes; nothing where it is no file that can be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except OSError:
        return None
    return digest.hexdigest()


def grosze(text):
    """Amounts are counted in whole grosze: "-12.50" is -1250."""
    whole, point, fraction = text.partition(".")
    if not point or len(fraction) != 2:
        raise ValueError(f"kwota {text!r}")
    return int(whole + fraction)


class Books:
    """One verification: what was read so far and what was found."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.findings = []
        self.counts = {"entries": 0, "events": 0, "documents": 0}
        self.numbers = {}
        self.balances = {}
        self.partners = set()
        self.seals = {}
        self.months = {}
        self.named = set()
        self.erased = set()
        self.missing = []

    def found(self, place, message):
        """Note a finding."""
        self.findings.append((place, message))

    def verify(self, root=None):
        """All checks; the findings, each a place and a message."""
        raw = (self.folder / "books.json").read_bytes()
        try:
            manifest = json.loads(raw)
            chains, self.company = manifest["chains"], manifest["company"]["id"]
            heads = {kind: (chains[kind]["count"], chains[kind]["head"]) for kind in KINDS}
            months = {kind: [str(m) for m in chains[kind]["months"]] for kind in KINDS}
            files = {str(name): str(sha) for name, sha in manifest["files"].items()}
            stated, form = manifest["root"], manifest["format"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.found("books.json", f"nie da się go odczytać: {error}")
            return self.findings
        if form != FORMAT:
            self.found("books.json", f"format {form!r} zamiast {FORMAT!r}")
        if raw != canonical(manifest) or stated != root_of(manifest):
            self.found("books.json", "treść nie zgadza się ze swoim korzeniem")
        if root is not None and root != stated:
            self.found("books.json", f"korzeń {stated} nie jest tym, który podano: {root}")
        for kind in KINDS:
            self.chain(kind, heads[kind], months[kind])
        for of, place, _, _ in (seal for missed in self.seals.values() for seal in missed):
            self.found(place, f"pieczęć {of[0]}-{of[1]:02} obejmuje zapisy, których nie ma")
        self.check_missing()
        self.check_balances()
        self.check_names()
        self.only_known(files, {kind: set(months[kind]) for kind in KINDS})
        return self.findings

    def chain(self, kind, head, months):
        """One chain from its beginning to its head."""
        seq, link = 0, bytes(32)
        for month in months:
            name = f"{kind}/{month}.txt"
            path = self.folder / name
            if not path.is_file():
                self.found(name, "brakuje pliku")
                continue
            self.named = set()
            with path.open("rb") as file:
                for no, raw in enumerate(file, 1):
                    place = f"{name}, wiersz {no}"
                    seq, link = self.record(kind, place, raw, seq, link)
                    self.counts[kind] += 1
            if kind == "events":
                self.papers(month)
        if (self.counts[kind], link.hex()) != tuple(head):
            self.found(
                f"{kind}/", f"koniec łańcucha: {self.counts[kind]} rekordów zamiast {head[0]} albo inny ostatni skrót"
            )  # fmt: skip

    def record(self, kind, place, raw, seq, link):
        """One record; goes on from the hash that it states, so that each fault is told where it is."""
        stated, text = raw[:64], raw[65:-1]
        real = hashlib.sha256(link + text)
        try:
            following = bytes.fromhex(stated.decode("ascii"))
            parts = text.decode().split("\x1e") if kind == "entries" else [text.decode()]
            fields = parts[0].split("\x1f") if kind == "entries" else parts[0].split("|", 6)
            company, here = int(fields[0]), int(fields[1])
        except (ValueError, IndexError):
            self.found(place, "rekord jest nieczytelny")
            return seq + 1, real.digest()
        if raw != real.hexdigest().encode() + b" " + text + b"\n":
            wrong = "treść nie zgadza się ze skrótem albo nie stoi za poprzednim"
            self.found(place, f"rekord {here}: {wrong}")
        if here != seq + 1:
            self.found(place, f"po rekordzie {seq} stoi {here}")
        if company != self.company:
            self.found(place, "rekord innej firmy")
        try:
            if kind == "entries":
                self.entry(place, fields, parts[1:])
                self.sealed(fields, following)
            else:
                data = json.loads(fields[6])
                if data.get("file_sha256") is not None:
                    self.named.add(data["file_sha256"])
                if fields[4] == "documents.document.destroyed":
                    self.erased.update(data["erased"])
                if fields[4] == "ledger.period.closed":
                    seal = (data["year"], data["month"]), place, data["entries"], data["root"]
                    self.seals.setdefault(data["last_seq"], []).append(seal)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            self.found(place, f"rekord {here} nie ma właściwej postaci: {error}")
        return here, following

    def entry(self, place, head, lines):
        """What the Accounting Act asks of each entry: two equal sides, numbers without gaps (art. 14, 15)."""
        journal, (year, month, number, diary) = head[2], map(int, head[3:7])
        self.partners.add(head[13])
        for series, got in (((journal, year), number), (("", year), diary)):
            wanted = self.numbers.get(series, 0) + 1
            if got != wanted:
                self.found(
                    place, f"numer {got} zamiast {wanted} w {series[0] or 'dzienniku'} roku {year}"
                )
            self.numbers[series] = got
        debits = credits = 0
        for no, line in enumerate(lines, 1):
            stated, account, debit, credit, _, _, partner = line.split("\x1f")[:7]
            self.partners.add(partner)
            if int(stated) != no:
                self.found(place, f"wiersz {stated} zamiast {no}")
            sides = self.balances.setdefault((account, year, month), [0, 0])
            debit, credit = grosze(debit), grosze(credit)
            sides[0], sides[1] = sides[0] + debit, sides[1] + credit
            debits, credits = debits + debit, credits + credit
        if debits != credits or not lines:
            self.found(place, f"strony się nie równają: Wn {debits} gr, Ma {credits} gr")

    def sealed(self, head, link):
        """Entries come in the order of the chain, so a month is what its seal says just when that one is reached."""
        month = self.months.setdefault((int(head[3]), int(head[4])), [0, hashlib.sha256()])
        month[0] += 1
        month[1].update(link)
        for of, place, count, root in self.seals.pop(int(head[1]), ()):
            counted, digest = self.months.get(of, (0, hashlib.sha256()))
            if (count, root) != (counted, digest.hexdigest()):
                self.found(place, f"pieczęć miesiąca {of[0]}-{of[1]:02} nie zgadza się z zapisami")

    def papers(self, month):
        """The papers of a month are those that its events name, each with the bytes that its name says."""
        folder, named = self.folder / "documents" / month, self.named
        kept = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
        self.missing += [(month, name) for name in sorted(named - kept)]
        for name in sorted(kept - named):
            self.found(f"documents/{month}/{name}", "żadne zdarzenie nie wymienia tego dokumentu")
        for name in sorted(named & kept):
            digest = digest_of(folder / name) if (folder / name).is_file() else None
            self.counts["documents"] += 1
            if digest != name:
                wrong = "treść dokumentu nie zgadza się z jego skrótem" if digest else NO_FILE
                self.found(f"documents/{month}/{name}", wrong)

    def check_missing(self):
        """A paper may only be missing where a later event says that it was destroyed by a protocol."""
        for month, name in self.missing:
            if name not in self.erased:
                self.found(f"documents/{month}/{name}", "brakuje dokumentu")

    def check_balances(self):
        """balances.txt says what a recount of the entries gives, byte for byte."""
        path = self.folder / "balances.txt"
        stated = path.read_bytes().splitlines(keepends=True) if path.is_file() else []
        counted = [
            f"{account}\t{year}\t{month}\t{debit}\t{credit}\n".encode()
            for (account, year, month), (debit, credit) in sorted(self.balances.items())
        ]
        for no in range(max(len(stated), len(counted))):
            if stated[no : no + 1] != counted[no : no + 1]:
                place = f"balances.txt, wiersz {no + 1}"
                self.found(place, "obroty nie zgadzają się z sumą zapisów")
                return

    def check_names(self):
        """The chart and the partners name all that the entries do."""
        used = {key[0] for key in self.balances}
        for name, wanted in (("accounts.txt", used), ("partners.txt", self.partners - {""})):
            path = self.folder / name
            rows = path.read_bytes().decode(errors="replace").split("\n") if path.is_file() else []
            for one in sorted(wanted - {row.split("\t")[0] for row in rows}):
                self.found(name, f"brakuje wiersza {one}, który zapisy wymieniają")

    def only_known(self, files, months):
        """The other files are as they were, and nothing lies in the folder that nobody verified."""
        for name, sha in files.items():
            path = self.folder / name
            if not path.is_file():
                self.found(name, NO_FILE if path.exists() else "brakuje pliku")
            elif digest_of(path) != sha:
                self.found(name, "treść pliku nie zgadza się ze spisem")
        for path in sorted(self.folder.iterdir()):
            if path.is_dir() and path.name in KINDS:
                known = {f"{m}.txt" for m in months[path.name]}
                strangers = {p.name for p in path.iterdir()} - known
            elif path.is_dir() and path.name == "documents":
                strangers = {p.name for p in path.iterdir()} - months["events"]
            else:
                strangers = set() if path.name in files or path.name == "books.json" else {""}
            for name in sorted(strangers):
                self.found(f"{path.name}/{name}".rstrip("/"), "tego nie ma w spisie")


def main():
    """Verify, print, judge."""
    parser = argparse.ArgumentParser(description="Sprawdza wydane księgi.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", help="korzeń, który znasz z innego źródła")
    options = parser.parse_args()
    if not (options.folder / "books.json").is_file():
        print(f"{options.folder}: nie ma tu pliku books.json", file=sys.stderr)
        return 2
    books = Books(options.folder)
    findings = books.verify(options.root)
    for place, message in findings:
        print(f"{place}: {message}")
    counts = books.counts
    print(
        f"{'NARUSZONE' if findings else 'NIENARUSZONE'}: zapisów {counts['entries']}, zdarzeń {counts['events']}, "
        f"dokumentów {counts['documents']}; znalezisk {len(findings)}"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
