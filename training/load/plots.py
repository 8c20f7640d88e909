"""Figures of a load test, as SVG: latency as the rate rises, the service over a long run, latency beside a flood."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")  # needs no screen
from matplotlib import pyplot as plt

from training.load.steps.common import MOST_P99

BLUE, PINK, GREEN = "#2f6f8f", "#b5446e", "#5b8c5a"
STYLE: dict[str, Any] = {"svg.hashsalt": "aimwell", "font.size": 9}
"""With a fixed salt the same figures make the same file."""
Figures = Mapping[str, Any]


def knee(figures: Figures, path: Path) -> None:
    """Draw p50 and p99 of every rate that was tried, the bound, and the knee."""
    tried = sorted((t for t in figures["tried"] if t["load"]["latency"]), key=lambda t: float(t["rate"]))
    with mpl.rc_context(STYLE):
        figure, panel = plt.subplots(figsize=(6, 3.4), layout="constrained")
        for which, shade in (("p50", BLUE), ("p99", PINK)):
            took = [t["load"]["latency"][which] for t in tried]
            panel.plot(
                [t["rate"] for t in tried], took, color=shade, linewidth=1, marker="o", markersize=3, label=which
            )
        panel.axhline(MOST_P99, color="#999999", linewidth=0.8, linestyle="--")
        if figures["knee"]:
            panel.axvline(figures["knee"], color=GREEN, linewidth=1, label=f"knee, {figures['knee']:.0f} a second")
        panel.set_yscale("log")
        panel.set_xlabel("scores a second")
        panel.set_ylabel("milliseconds")
        panel.legend(frameon=False, loc="upper left")
        _save(figure, path)


def soak(figures: Figures, path: Path) -> None:
    """Draw memory, open files, threads and latency over the minutes of a long run."""
    watched = figures["watched"]
    minutes = [row["at"] / 60 for row in watched]
    with mpl.rc_context(STYLE):
        figure, panels = plt.subplots(1, 4, figsize=(13, 2.9), layout="constrained")
        _lines(
            panels[0], minutes, {"resident": [r["rss"] for r in watched], "shared once": [r["pss"] for r in watched]}
        )
        panels[0].set_title("memory, MB", fontsize=9)
        panels[0].legend(frameon=False)
        _lines(panels[1], minutes, {"files": [row["files"] for row in watched]})
        panels[1].set_title("open files", fontsize=9)
        _lines(panels[2], minutes, {"threads": [row["threads"] for row in watched]})
        panels[2].set_title("threads", fontsize=9)
        _latency(panels[3], figures["timeline"], 60)
        panels[3].set_title("latency of scores, ms", fontsize=9)
        for panel in panels:
            panel.set_xlabel("minutes")
            _from_nothing(panel)
        _save(figure, path)


def rate(figures: Figures, path: Path) -> None:
    """Draw p50 and p99 over the seconds of a steady load."""
    with mpl.rc_context(STYLE):
        figure, panel = plt.subplots(figsize=(6, 3), layout="constrained")
        _latency(panel, figures["timeline"], 1)
        panel.axhline(MOST_P99, color="#999999", linewidth=0.8, linestyle="--")
        panel.set_xlabel("seconds")
        panel.set_ylabel("milliseconds")
        _from_nothing(panel)
        _save(figure, path)


def _latency(panel: Any, rows: Sequence[Figures], unit: float) -> None:
    heard = [row for row in rows if row["p50"] is not None]
    _lines(panel, [r["at"] / unit for r in heard], {which: [r[which] for r in heard] for which in ("p50", "p99")})
    panel.legend(frameon=False)


def _from_nothing(panel: Any) -> None:
    """Begin the axis at nothing, with some room above the highest."""
    panel.set_ylim(0, panel.get_ylim()[1] * 1.1)


def _lines(panel: Any, at: Sequence[float], lines: Mapping[str, Sequence[float]]) -> None:
    for (name, figures), shade in zip(lines.items(), (BLUE, PINK), strict=False):
        panel.plot(at, figures, color=shade, linewidth=1.1, label=name)


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="svg", metadata={"Date": None})
    plt.close(figure)
