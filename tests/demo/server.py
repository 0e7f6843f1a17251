"""Serve the demo newsroom until Ctrl-C, or write its truth.json.

python tests/demo/server.py --port 0 --clock 2026-03-02T06:00:00+00:00
python tests/demo/server.py --write-truth
"""

from __future__ import annotations

import argparse
import signal
import sys
from datetime import datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 2 when the newsroom can't be started. Blocks the stop signals: for a process of its own."""
    if str(HERE.parent) not in sys.path:
        sys.path[0] = str(HERE.parent)  # as a script, Python puts this folder first, not the one above it
    from demo.desk import open_desk
    from demo.loopback import BASE_PORT, BATCH_TIMES, Newsroom, default_bases
    from demo.model import NewsroomError
    from demo.truth import as_json

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=BASE_PORT, help="control port; outlets follow. 0: free ports")
    parser.add_argument("--clock", type=_moment, default=BATCH_TIMES[0], help="ISO 8601 with zone")
    parser.add_argument("--write-truth", action="store_true", help="write truth.json and exit")
    options = parser.parse_args(arguments)
    try:
        if options.write_truth:
            (HERE / "truth.json").write_text(as_json(open_desk(), default_bases()), encoding="utf-8")
            return 0
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)  # before any thread starts: they inherit the mask
        with Newsroom(options.port) as newsroom:
            newsroom.set_clock(options.clock)
            _serve(newsroom.control_url, newsroom.feeds())
    except NewsroomError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} has no time zone. Example: 2026-03-02T06:00:00+00:00")
    return moment


def _serve(control_url: str, feeds: list[str]) -> None:
    print(f"control  {control_url}/clock (GET, PUT)  {control_url}/opml  {control_url}/truth")
    print("\n".join(f"feed     {url}" for url in feeds), flush=True)
    signal.sigwait(STOP_SIGNALS)


if __name__ == "__main__":
    sys.exit(main())
