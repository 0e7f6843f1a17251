"""The error tree, named by what happens next.

NewshouseError
├── RejectError      this item never: record the reason, go on with the next item
├── TransientError   this item later: record the reason, reschedule, go on with the next item
└── FatalError       our fault or our machine's: stop the task now, nothing else will work either
    ├── OutageError      something we stand on is away for now: stop the task, try it again in a minute
    └── SettingsError    a setting is wrong or missing; names the variable and a valid example

Foreign exceptions are translated once, at the edge that met them, with ``raise ... from``.
"""


class NewshouseError(Exception):
    """The root. Never raised itself."""


class ItemError(NewshouseError):
    """One item's outcome. ``reason`` is a stable snake_case slug, ``detail`` one line for a person."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["ItemError"], tuple[str, str]]:
        """Survive the way back from a worker process (the default would call cls(message))."""
        return type(self), (self.reason, self.detail)


class RejectError(ItemError):
    """This item never: the same bytes would fail again."""


class TransientError(ItemError):
    """This item later. ``retry_after_s`` is the server's own wish in seconds, None if it had none."""

    def __init__(self, reason: str, detail: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(reason, detail)
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[type["TransientError"], tuple[str, str, float | None]]:  # type: ignore[override]
        return type(self), (self.reason, self.detail, self.retry_after_s)


class FatalError(NewshouseError):
    """Nothing works: warehouse away, disk full, own network down. Fails the task."""


class OutageError(FatalError):
    """Something we stand on does not answer: the task is worth another try."""


class SettingsError(FatalError):
    """A setting is wrong or missing. The message names the variable and a valid example."""
