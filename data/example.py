"""One labelled objective: a line of the corpus, or of an office's reviewed plans.

The fields are those of the annotation guide. A label that is absent was not judged; one that is null was judged
"cannot tell".
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from model.criteria import Criterion, Objective
from model.features import DOMAINS

Pattern = str
"""Five letters in the order S M A R T: `T` met, `F` not met, `-` cannot tell, `?` not judged."""


class Example(BaseModel):
    """A record; see `../shared/annotation-guide.md` and `data/DATASHEET.md` for what each field means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    domain: str
    need: str | None = None
    baseline: str | None = None
    text: str = Field(min_length=1)
    labels: dict[Criterion, bool | None]
    rewrite: str | None = None
    source: str = "authored"
    batch: str | None = None

    @field_validator("domain")
    @classmethod
    def _known_domain(cls, domain: str) -> str:
        if domain not in DOMAINS:
            raise ValueError(f"“{domain}” is no domain; use one of {', '.join(DOMAINS)}")
        return domain

    @property
    def objective(self) -> Objective:
        """The objective that was judged, in its context."""
        return Objective(self.text, need=self.need, baseline=self.baseline, domain=self.domain)

    @property
    def pattern(self) -> Pattern:
        """The labels as five letters: "TTF-T"."""
        return "".join(_LETTER[self.labels.get(c, "absent")] for c in Criterion)

    @property
    def smart(self) -> bool:
        """Whether all five criteria were judged met."""
        return self.pattern == "TTTTT"


_LETTER: dict[bool | Literal["absent"] | None, str] = {True: "T", False: "F", None: "-", "absent": "?"}
