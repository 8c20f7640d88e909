"""The function that every engine runs: a block of rows in, the same rows with their verdicts out."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError

from data.bulk.cells import OutRow
from data.bulk.errors import WorkLost
from data.bulk.formats import Format
from data.bulk.rows import Block, Finished, Row
from data.bulk.sink import Sink, open_sink
from data.bulk.source import Source, open_source
from model.assessor import Assessor
from model.criteria import Assessment, Objective
from model.house_rules import HouseRules
from serve.bulk import columns
from serve.bulk.columns import Problems
from serve.faults import place_of
from serve.schemas import ObjectiveIn, assessment_out

FIELDS = frozenset(ObjectiveIn.model_fields)


class Scorer(Protocol):
    """Scores blocks; it is made once in each process that works."""

    def __call__(self, block: Block) -> Finished:
        """Return a block's rows as they go out."""
        ...


class Recipe(Protocol):
    """All that another process, perhaps on another machine, needs to score blocks; it can be pickled."""

    def scorer(self) -> Scorer:
        """Return the scorer, loaded.

        Raises:
            AimwellError: when a part of it cannot be used.
        """
        ...


@dataclass(frozen=True, slots=True)
class Files:
    """Where the rows come from, and how they go out; `own` are the columns that a flat output takes over."""

    path: Path
    format: Format
    to: Format
    own: tuple[str, ...] = ()

    @property
    def flat(self) -> bool:
        """Whether the verdicts are columns."""
        return self.to is not Format.JSONL

    def open(self) -> tuple[Source, Sink]:
        """Return the open input, and how the output is written.

        Raises:
            BadInput: when the input cannot be read.
        """
        both_parquet = self.format is self.to is Format.PARQUET
        source = open_source(self.path, self.format, FIELDS if both_parquet else None, FIELDS)
        return source, open_sink(self.to, self.own, columns.FLAT, source)


@dataclass(frozen=True, slots=True)
class BundleRecipe:
    """A scorer with a model bundle, or with the rules alone where `folder` is None.

    `ignored` are fingerprints; `cache` is where the encoder is laid out for all processes of a machine to share.
    """

    files: Files
    as_of: date
    house: HouseRules
    ignored: frozenset[str] = frozenset()
    folder: Path | None = None
    bundle: str | None = None
    cache: Path | None = None

    def scorer(self) -> "BlockScorer":
        """Return the scorer, loaded, on one thread.

        Raises:
            BundleError: when the bundle cannot be used.
            WorkLost: when it is no longer the one that the job began with.
            BadInput: when the input cannot be read.
        """
        if self.folder is None:
            return BlockScorer(Assessor(None, self.house), self.files, self.as_of, self.ignored)
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from model.bundle import load

        classifier = load(self.folder, threads=1, cache=self.cache)
        if classifier.bundle != self.bundle:
            raise WorkLost(f"{self.folder} holds another bundle than when the job began; promote {self.bundle} again")
        return BlockScorer(Assessor(classifier, self.house), self.files, self.as_of, self.ignored)


class BlockScorer:
    """Scores blocks of one input."""

    def __init__(self, assessor: Assessor, files: Files, as_of: date, ignored: frozenset[str] = frozenset()) -> None:
        self.assessor, self.files, self.as_of, self.ignored = assessor, files, as_of, ignored
        self._source, self._sink = files.open()
        self._taken = columns.reserved(flat=files.flat)

    def __call__(self, block: Block) -> Finished:
        """Return a block's rows as they go out, as many as there are in it.

        Raises:
            BadInput: when the block cannot be read.
            WorkLost: when the input has not as many rows there as it had.
        """
        rows = self._source.rows(block)
        if len(rows) != block.rows:
            raise WorkLost(f"{self.files.path} was changed while it was being read; remove the parts to start anew")
        asked = [self._asked(row) for row in rows]
        judged = iter(self._assess([a for a in asked if isinstance(a, Objective)]))
        out, bad = [], []
        for row, one in zip(rows, asked, strict=True):
            said = self._said(one, next(judged)) if isinstance(one, Objective) else one
            if not isinstance(said, dict):
                bad.append(_side_line(row, said))
                said = columns.refusal(said, flat=self.files.flat)
            own = {name: value for name, value in row.fields.items() if name not in self._taken}
            out.append(OutRow(own, said))
        return Finished(block, self._sink.render(block, out), tuple(bad))

    def _asked(self, row: Row) -> Objective | Problems:
        if row.reason is not None:
            return [(columns.ROW, row.reason)]
        if taken := sorted(self._taken & row.fields.keys()):
            return [(taken[0], "is a name that the verdicts have; rename the field")]
        fields = {name: value for name, value in row.fields.items() if name in FIELDS}
        if self.files.format is Format.CSV:  # an empty cell says nothing, whatever it does not say
            fields = {name: cell for name, cell in fields.items() if name == "text" or cell.strip()}
        try:
            return ObjectiveIn.model_validate(fields).objective()
        except ValidationError as error:
            return [(".".join(map(str, e["loc"])), e["msg"].removeprefix("Value error, ")) for e in error.errors()]

    def _assess(self, objectives: list[Objective]) -> list[Assessment | Problems]:
        try:
            return list(self.assessor.assess(objectives, self.as_of))
        except Exception:  # noqa: BLE001  (a fault on one row must not cost the others)
            return [self._assess_alone(objective) for objective in objectives]

    def _assess_alone(self, objective: Objective) -> Assessment | Problems:
        try:
            return self.assessor.assess([objective], self.as_of)[0]
        except Exception as error:  # noqa: BLE001  (one row that fails is a bad row, and no end of the job)
            return [(columns.ROW, f"Aimwell failed on it ({place_of(error)}); please report that")]

    def _said(self, objective: Objective, judged: Assessment | Problems) -> dict[str, Any] | Problems:
        if not isinstance(judged, Assessment):
            return judged
        out = assessment_out(judged, objective, self.ignored)
        return columns.verdicts(out, self.assessor.engine.value, self.assessor.bundle, flat=self.files.flat)


def _side_line(row: Row, problems: Problems) -> bytes:
    said: Mapping[str, Any] = {"row": row.number, "reason": columns.reason(problems)}
    return (json.dumps(said, ensure_ascii=False) + "\n").encode("utf-8", "replace")
