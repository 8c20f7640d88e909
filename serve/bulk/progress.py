"""How far a bulk job is, on standard error: a bar on a terminal, else a line every half minute."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

EVERY_SECONDS = 30.0


class Told:
    """Tells people; use it as a context, so that a bar is put away."""

    def __init__(self, console: Console, clock: Callable[[], float] = time.monotonic) -> None:
        self.console, self._clock = console, clock
        self._bar = Bar(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("reading …", total=None)
        self._total = self._first = 0
        self._begun: float | None = None
        self._said = 0.0

    def __enter__(self) -> "Told":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def begin(self, rows: int, done: int) -> None:
        """Hear how many rows there are, and how many were done before."""
        self._total, self._first, self._begun = rows, done, None
        self._said = self._clock()
        self._bar.update(self._task, total=rows, completed=done)
        if done:
            self._say(f"goes on after {done:,} of {rows:,} rows")

    def at(self, rows: int, bad: int) -> None:
        """Hear how many rows are done, and how many of them are bad."""
        now = self._clock()
        said = f"{rows:,} of {self._total:,} rows, {bad:,} bad"
        rate = self._rate(rows, now)
        if rate:
            said += f", {rate:,.0f} a second"
        self._bar.update(self._task, completed=rows, description=said)
        if not self.console.is_terminal and now - self._said >= EVERY_SECONDS:
            self._said = now
            left = f": {(self._total - rows) / rate / 60:,.0f} min" if rate else ""
            self._say(f"{said}, {self._total - rows:,} left{left}")

    def _rate(self, rows: int, now: float) -> float:
        """Return the rows a second since the first ones came: what the processes take to start says nothing of it."""
        if self._begun is None:
            if rows > self._first:
                self._first, self._begun = rows, now
            return 0.0
        return (rows - self._first) / max(now - self._begun, 1e-9)

    def _say(self, said: str) -> None:
        self.console.print(f"aimwell: {said}", highlight=False, markup=False, soft_wrap=True)
