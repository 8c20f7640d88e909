"""How far two blind labellings agree: raw agreement and Cohen's kappa by criterion, with bootstrap intervals."""

from collections.abc import Mapping, Sequence

import numpy as np

from data.second_labels import TwoLabellings
from model.criteria import Criterion
from training.metrics import agreement, interval, kappa


def table(pairs: Sequence[TwoLabellings], batches: Mapping[str, str]) -> str:
    """Return agreement and kappa as a Markdown table; intervals resample whole batches."""
    groups = [batches.get(p.id, p.id) for p in pairs]
    lines = [f"{len(pairs)} records labelled twice, blind; 95 % bootstrap intervals over batches.", ""]
    lines += ["| criterion | agreement | Cohen's kappa |", "| --- | --- | --- |"]
    for at, criterion in enumerate(Criterion):
        first = np.array([p.first[at] for p in pairs])
        second = np.array([p.second[at] for p in pairs])
        raw = interval(lambda rows, a=first, b=second: agreement(a[rows], b[rows]), groups)  # type: ignore[misc]
        chance_free = interval(lambda rows, a=first, b=second: kappa(a[rows], b[rows]), groups)  # type: ignore[misc]
        lines.append(f"| {criterion.value.replace('_', '-')} | {raw} | {chance_free} |")
    return "\n".join(lines)
