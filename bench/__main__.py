"""``python -m bench``: papers and books against what the same machine could do at best.

Everything runs on a data folder of its own, in one go, and each figure stands beside its limit from the same
run. Exit code 1 where a limit is missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from bench.figures import table
from bench.runs import all_figures


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--invoices", type=int, default=10_000, help="0: books only")
    parser.add_argument("--entries", type=int, default=1_000_000, help="size of the books")
    parser.add_argument(
        "--papers",
        type=int,
        default=200_000,
        help="in the archive; 0: no pages",
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--keep", action="store_true", help="leave the data folder")
    options = parser.parse_args()
    # Open to the server's own user, where this runs as root.
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-bench-"))
    folder.chmod(0o755)
    try:
        figures = list(all_figures(folder, options.invoices, options.entries, options.papers))
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps([f.plain() for f in figures], indent=1) if options.json else table(figures))
    return 0 if all(f.kept for f in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
