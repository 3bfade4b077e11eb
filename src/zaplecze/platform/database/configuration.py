"""PostgreSQL's settings, written anew at every start; each has its reason beside it."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1024 * 1024


def memory_mb() -> int:
    """The machine's memory in MB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE


def postgresql_conf(*, log: Path, socket: Path, name: str, memory: int, own: Path) -> str:
    """Return postgresql.conf for a machine with ``memory`` MB that the web processes share.

    ``own`` is the operator's file; it is read last, if it exists.
    """
    shared = min(max(memory // 16, 128), 1024)
    return f"""\
# Written by the program at every start: changes made here are lost.
# Settings of your own belong in local.conf, in the folder above; they win.

# Reached through a socket in a private folder only: no port to scan, nothing to collide with.
listen_addresses = ''
unix_socket_directories = {_quoted(socket)}
unix_socket_permissions = 0700
password_encryption = 'scram-sha-256'
# Shown in the process list: tells the servers of two installations apart.
cluster_name = {_quoted(name)}
max_connections = 100

# A sixteenth of the memory: this machine also runs the web, the jobs and OCR.
shared_buffers = {shared}MB
effective_cache_size = {memory // 2}MB
work_mem = 16MB
maintenance_work_mem = 128MB
# Lists and postings are short statements: compiling them costs more than it brings.
jit = off
# Disks without a moving arm: an index is nearly as near as the next page.
random_page_cost = 1.1

# Books: what was confirmed to a user survives a power cut.
fsync = on
synchronous_commit = on
full_page_writes = on
# Scans aside, pages compress well, and fewer bytes wait for the disk.
wal_compression = 'pglz'
# A month's bulk posting fits between two checkpoints.
max_wal_size = 2GB
checkpoint_timeout = 15min

# A week of logs, one file per weekday, each overwritten when its day comes round.
logging_collector = on
log_directory = {_quoted(log)}
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
# Statements and the values in error details are people's data and passwords: they stay out.
log_statement = 'none'
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
log_line_prefix = '%m [%p] %u@%d '

# The same answers on every machine, whatever its locale and clock are set to.
lc_messages = 'C'
lc_monetary = 'C'
lc_numeric = 'C'
lc_time = 'C'
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
default_text_search_config = 'pg_catalog.simple'
{f"include = {_quoted(own)}" if own.exists() else ""}
"""


# The operating system vouches for the superuser, so that there is no password to lose or leak;
# all other roles prove themselves.
PG_HBA = """\
local all postgres peer map=superuser
local all all      scram-sha-256
"""


def pg_ident(users: set[str]) -> str:
    """Return pg_ident.conf: the operating system's users that may be PostgreSQL's superuser."""
    return "".join(f'superuser "{user}" postgres\n' for user in sorted(users))


def _quoted(value: Path | str) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"
