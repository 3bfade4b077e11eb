"""The desk of ``platform.database``: what settings, the command line and tests may call.

>>> from zaplecze.platform import embedded
>>> urls = embedded.connect_urls()          # doctest: +SKIP
>>> embedded.stop()                         # doctest: +SKIP
True
"""

from zaplecze.platform.database.home import data_home
from zaplecze.platform.database.problems import DatabaseProblem
from zaplecze.platform.database.roles import (
    Urls,
    connect_urls,
    create_databases,
    drop_database,
    secrets_path,
)
from zaplecze.platform.database.server import Server, Status, ensure_running, status, stop

__all__ = [
    "DatabaseProblem",
    "Server",
    "Status",
    "Urls",
    "connect_urls",
    "create_databases",
    "data_home",
    "drop_database",
    "ensure_running",
    "secrets_path",
    "status",
    "stop",
]
