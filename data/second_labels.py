"""Two blind labellings of the same records, kept beside the corpus whose labels settle where they disagree.

Each line of `second_labels.jsonl` is `{"id", "first", "second", "settlement"?}`: two labellings by the guide, made from
text, need and baseline alone, as five letters in the order S M A R T (see `data/example.py`). The record's own labels are
the settled ones; where they are not those of both, `settlement` says by what.
"""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data.corpus import FOLDER
from model.errors import CorpusError

PATH = FOLDER / "second_labels.jsonl"


class TwoLabellings(BaseModel):
    """What two annotators said of one record."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    first: str = Field(pattern=r"^[TF]{3}[TF-][TF]$")
    second: str = Field(pattern=r"^[TF]{3}[TF-][TF]$")
    settlement: str | None = None


def read(path: Path = PATH) -> Iterator[TwoLabellings]:
    """Yield the pairs of labellings, in the file's order.

    Raises:
        CorpusError: when the file cannot be read, or a line is not as the module says.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise CorpusError(f"{path} cannot be read; restore it from git") from None
    for number, line in enumerate(lines, start=1):
        try:
            yield TwoLabellings.model_validate_json(line)
        except ValidationError as error:
            raise CorpusError(f"{path.name}, line {number}: {error.errors()[0]['msg']}") from None
