"""The corpus at a glance: records by domain and split, and how often each criterion is met in each domain."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

from data.corpus import SPLITS, Split
from data.example import Example
from model.criteria import Criterion
from model.features import DOMAINS

mpl.use("Agg")
from matplotlib import pyplot as plt

SHADES = {"train": "#2f6f8f", "validation": "#e0a458", "test": "#b5446e"}


def draw(splits: Mapping[Split, Sequence[Example]], path: Path) -> None:
    """Write both charts side by side as one SVG file, the same bytes for the same corpus."""
    with mpl.rc_context({"svg.hashsalt": "aimwell", "font.size": 9}):
        figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
        names = [d.replace("_", " ") for d in DOMAINS]
        start = np.zeros(len(DOMAINS))
        for split in SPLITS:
            counts = Counter(e.domain for e in splits[split])
            widths = np.array([counts[d] for d in DOMAINS], dtype=float)
            left.barh(names, widths, left=start, color=SHADES[split], label=split)
            start += widths
        left.invert_yaxis()
        left.set_xlabel("records")
        left.legend(frameon=False)
        shares = _shares([e for split in SPLITS for e in splits[split]])
        image = right.imshow(shares, vmin=0, vmax=1, cmap="viridis", aspect="auto")
        right.set_xticks(range(len(Criterion)), [c.value.replace("_", "-") for c in Criterion], rotation=20)
        right.set_yticks(range(len(DOMAINS)), [""] * len(DOMAINS))
        for (row, column), share in np.ndenumerate(shares):
            right.text(column, row, f"{share:.0%}", ha="center", va="center", color="white" if share < 0.6 else "black")
        figure.colorbar(image, ax=right, label="share of the judged records that meet it")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None})
        plt.close(figure)


def _shares(records: Sequence[Example]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Return the share of records that meet each criterion, of those that could be judged, `[domains, criteria]`."""
    found = np.zeros((len(DOMAINS), len(Criterion)))
    for row, domain in enumerate(DOMAINS):
        for column, criterion in enumerate(Criterion):
            judged = [v for e in records if e.domain == domain and (v := e.labels.get(criterion)) is not None]
            found[row, column] = sum(judged) / max(1, len(judged))
    return found
