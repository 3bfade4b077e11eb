"""``python -m bench.reading``: what reading gets right, per kind and field, and what goes straight through.

Prints the tables; ``--write`` puts them into docs/reading.md. Exit code 1 where fewer than 99.5 % of the certain
fields of the judging half are right.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from bench.reading.corpus import corpus
from bench.reading.judge import judge
from bench.reading.report import ASKED, report

REPORT = Path(__file__).resolve().parents[2] / "docs" / "reading.md"


def main() -> int:
    """Make, read, judge, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--seed", type=int, default=2, help="another corpus of the same layouts")
    parser.add_argument("--half", choices=("tuning", "judging"), default="judging")
    parser.add_argument("--only", default="", help="kinds whose name holds this text")
    parser.add_argument("--text-times", type=int, default=5, help="times more papers without OCR")
    parser.add_argument("--wrong", action="store_true", help="print each wrong field")
    parser.add_argument("--write", action="store_true", help="write docs/reading.md")
    options = parser.parse_args()
    # One thread of Tesseract a page: several only wait for each other.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    papers = corpus(options.seed, halves=(options.half,), text_times=options.text_times)
    judged = judge(p for p in papers if options.only in p.sort)
    if options.wrong:
        for verdict in judged.verdicts:
            for name, truth, found, confidence in verdict.wrong:
                print(f"{verdict.made.name}: {name} {truth!r} read as {found!r} ({confidence:.2f})")
    text = report(judged, half=options.half, seed=options.seed)
    print(text)
    if options.write:
        REPORT.write_text(text)
    whole = judged.whole
    return 0 if whole.certain_right >= ASKED * whole.certain else 1


if __name__ == "__main__":
    sys.exit(main())
