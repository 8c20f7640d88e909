"""An objective that waits to be reviewed: nobody has said anything of it yet."""

from dataclasses import dataclass
from datetime import date

from model.criteria import Objective


@dataclass(frozen=True, slots=True)
class Candidate:
    """An objective of a plan. `source`, `subject` and `as_of` become those of its reviews."""

    objective: Objective
    source: str
    as_of: date
    subject: str | None = None
