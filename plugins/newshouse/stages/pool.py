"""Killable work: one function over many documents in processes that may be killed without harm to the next.

A document that breaks its limits, or kills its process, becomes a RejectError; all others get their result.
Nothing here knows what the function does: pages and feeds are both read through it.

Why a fork server: a task may run in a process that has threads, an event loop, or was forked itself; forking
that is unsafe, and spawning costs a second of imports for each worker. The server is started clean, imports the
heavy libraries once and forks each worker in some 10 ms. macOS's own libraries don't survive a fork: there, spawn.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import math
import multiprocessing
import os
import resource
import signal
import sys
import types
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import process as mp_process
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from newshouse.errors import FatalError, ItemError, RejectError
from newshouse.settings import Settings

Item = TypeVar("Item")
Result = TypeVar("Result")

_TRIM_ABOVE_BYTES = 170_000_000  # a worker begins at 150 MB, most of it shared

PAGES = ("newshouse.stages.preload",)
FEEDS = ("newshouse.feeds", "newshouse.stages.documents")
"""What the fork server imports once; without it each worker would, which costs time, not correctness."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use, and how many work at once. CPU decides, since it repeats; wall is the backstop.

    ``memory_bytes`` bounds a worker's address space (where the system enforces it: Linux does, macOS does not).
    ``documents_per_worker`` recycles a worker after so many, ``documents_per_task`` go over the pipe together.
    """

    processes: int = 2
    cpu_s: float = 15.0
    wall_s: float = 60.0
    memory_bytes: int = 1_500_000_000
    documents_per_worker: int = 800
    documents_per_task: int = 8
    preload: tuple[str, ...] = PAGES

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """What the settings allow a document."""
        return cls(
            processes=settings.read_processes, cpu_s=settings.read_timeout_s, memory_bytes=settings.read_memory_bytes
        )


@dataclass(slots=True)
class _Chunk(Generic[Item]):
    """Documents under way together."""

    items: Sequence[Item]
    future: ProcessFuture[list[Any]]


def run_all(
    function: Callable[[Item], Result], items: Iterable[Item], limits: Limits
) -> Iterator[tuple[Item, Result | ItemError]]:
    """Call function(item) for each item in a pool of processes; yield (item, outcome) in the items' order.

    The outcome is the function's result, or the RejectError or TransientError it raised, or a RejectError
    with reason ``time_limit``, ``memory_limit``, ``worker_died`` (detail: the signal) or ``unreadable`` (any other
    exception the function let through). Items are drawn as needed, a few chunks ahead.
    The function must be importable by name. Raises FatalError if it did, or if no worker can be kept alive.
    """
    batches = _batches(items, limits.documents_per_task)
    ahead = 2 * limits.processes + 1
    waiting: deque[_Chunk[Item]] = deque()
    with _Pool(function, limits) as pool:
        while True:
            waiting.extend(pool.schedule(batch) for batch in itertools.islice(batches, ahead - len(waiting)))
            if not waiting:
                return
            chunk = waiting.popleft()
            outcomes = pool.outcomes(chunk, waiting)
            yield from zip(chunk.items, outcomes, strict=True)


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    iterator = iter(items)
    while batch := tuple(itertools.islice(iterator, size)):
        yield batch


class _Pool:
    """A pebble pool that is made anew when it breaks, and reads chunks again one by one when they fail."""

    _MOST_BREAKS = 3

    def __init__(self, function: Callable[[Any], Any], limits: Limits) -> None:
        self._function = function
        self._limits = limits
        self._context = _context(limits.preload)
        self._breaks = 0
        self._pool = self._new()

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _stop(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def _new(self) -> ProcessPool:
        limits = self._limits
        tasks = max(1, limits.documents_per_worker // limits.documents_per_task)
        return ProcessPool(
            limits.processes, tasks, initializer=_begin, initargs=[limits.memory_bytes], context=self._context
        )

    def schedule(self, items: Sequence[Item]) -> _Chunk[Item]:
        return _Chunk(items, self._future(items))

    def _future(self, items: Sequence[Any]) -> ProcessFuture[list[Any]]:
        arguments = (self._function, items, self._limits.cpu_s)
        return self._pool.schedule(_read_chunk, arguments, timeout=self._limits.wall_s)

    def outcomes(self, chunk: _Chunk[Any], waiting: Iterable[_Chunk[Any]]) -> list[Any]:
        """The chunk's outcomes. Where it failed as a whole, each document is read alone to find the culprit."""
        result = self._outcome(chunk, waiting)
        if isinstance(result, list):
            return result
        if len(chunk.items) == 1:
            return [result]
        singles = [self.schedule([item]) for item in chunk.items]
        return [outcome for single in singles for outcome in self.outcomes(single, [*singles, *waiting])]

    def _outcome(self, chunk: _Chunk[Any], waiting: Iterable[_Chunk[Any]]) -> list[Any] | ItemError:
        while True:
            try:
                outcomes = chunk.future.result()
            except TimeoutError:
                return RejectError("time_limit", f"no result after {self._limits.wall_s:g} s")
            except ProcessExpired as error:
                return _died(error.exitcode)
            except MemoryError:
                return RejectError("memory_limit", "no memory for the result")
            except (BrokenProcessPool, CancelledError) as error:
                self._mend([chunk, *waiting], error)
            else:
                self._breaks = 0
                return outcomes

    def _mend(self, chunks: Iterable[_Chunk[Any]], error: BaseException) -> None:
        self._breaks += 1
        if self._breaks >= self._MOST_BREAKS:
            raise FatalError(f"no worker process stays alive: {error!r}") from error
        self._stop()
        self._pool = self._new()
        for chunk in chunks:
            if not chunk.future.done() or chunk.future.exception() is not None:
                chunk.future = self._future(chunk.items)


def _died(exitcode: int | None) -> RejectError:
    if exitcode == -signal.SIGXCPU:
        return RejectError("time_limit", "used up its CPU time")
    if exitcode is not None and exitcode < 0:
        return RejectError("worker_died", signal.Signals(-exitcode).name)
    return RejectError("worker_died", f"exit code {exitcode}")


# --- in the worker ---------------------------------------------------------------------------------------------


def _begin(memory_bytes: int) -> None:
    """Limit the worker's memory, and leave Ctrl-C to the process that it works for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS accepts the call only to ignore it, or refuses values below what is mapped
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit_cpu(cpu_s: float) -> None:
    """Let the process be killed (SIGXCPU) once it has used so many more CPU seconds than by now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(used.ru_utime + used.ru_stime + cpu_s)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _read_chunk(function: Callable[[Any], Any], items: Sequence[Any], cpu_s: float) -> list[Any]:
    outcomes = [_read_one(function, item, cpu_s) for item in items]
    _give_back_memory()
    return outcomes


def _give_back_memory() -> None:
    """After big documents: glibc keeps freed memory for itself until it is asked. Linux alone tells and obeys."""
    if sys.platform != "linux":
        return
    with open("/proc/self/statm") as stream:
        resident_bytes = int(stream.read().split()[1]) * resource.getpagesize()
    if resident_bytes > _TRIM_ABOVE_BYTES:
        with contextlib.suppress(OSError, AttributeError):  # a C library without it, musl for one
            ctypes.CDLL(None).malloc_trim(0)


def _read_one(function: Callable[[Any], Any], item: Any, cpu_s: float) -> Any:
    _limit_cpu(cpu_s)
    try:
        return function(item)
    except ItemError as error:
        return error
    except FatalError:
        raise
    except MemoryError:
        return RejectError("memory_limit", "out of memory")
    except RecursionError:
        return RejectError("unreadable", "nested too deeply")
    except Exception as error:
        # The edge towards lxml, trafilatura and feedparser: whatever they raise is this document's outcome.
        return RejectError("unreadable", f"{type(error).__name__}: {error}"[:300])


# --- how workers start -----------------------------------------------------------------------------------------


def _context(preload: tuple[str, ...]) -> BaseContext:
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver
    loaded = set(server._preload_modules)
    if "__main__" in loaded or not loaded >= set(preload):  # no pool is open, so that nobody misses the old server
        server._stop()
        forkserver.set_forkserver_preload(sorted(loaded - {"__main__"} | set(preload)))
    return _ForkServerContext()


class _ForkServerProcess(multiprocessing.context.ForkServerProcess):
    """A worker that may be started by a daemonic process and does not import the parent's __main__ again.

    The parent's main module is the airflow command: importing it would cost every worker a second and 100 MB.
    A daemonic process may have no children since they would outlive it; ours end when their pipe closes.
    A Celery worker's process carries billiard's key, which only billiard's own children may be given.
    """

    def start(self) -> None:
        config = mp_process.current_process()._config  # type: ignore[attr-defined]
        for one in (config, self._config):  # type: ignore[attr-defined]
            one["authkey"] = mp_process.AuthenticationString(one["authkey"])  # type: ignore[attr-defined]
        main, daemonic = sys.modules["__main__"], config.pop("daemon", None)
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main
            if daemonic is not None:
                config["daemon"] = daemonic


class _ForkServerContext(multiprocessing.context.ForkServerContext):
    Process = _ForkServerProcess


def _forget_inherited_server() -> None:
    """After a fork the server belongs to the parent: waiting for it would fail, so start an own one when needed."""
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver
    server._forkserver_pid = server._forkserver_alive_fd = server._forkserver_address = None


os.register_at_fork(after_in_child=_forget_inherited_server)
