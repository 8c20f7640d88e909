"""LanguageTool's reply: every field that a client was seen to read, and ours beside them under `aimwell`."""

from pydantic import BaseModel, ConfigDict, Field

from model.criteria import Criterion, Verdict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Software(_Frozen):
    """Who answers."""

    name: str = "Aimwell"
    version: str
    buildDate: str = ""  # noqa: N815  (LanguageTool's spelling, here and below)
    apiVersion: int = 1  # noqa: N815
    premium: bool = False
    premiumHint: str = ""  # noqa: N815
    status: str = ""


class Warnings(_Frozen):
    """Whether the end of a long text is missing, because there was no time for it."""

    incompleteResults: bool  # noqa: N815


class DetectedLanguage(_Frozen):
    """The language that the text was read in; `source` says whether the request named it, and Aimwell guesses nothing."""

    name: str
    code: str
    confidence: float = Field(ge=0, le=1)
    source: str = Field(examples=["given", "assumed"])


class CheckedLanguage(_Frozen):
    """The language that was asked for."""

    name: str
    code: str
    detectedLanguage: DetectedLanguage  # noqa: N815


class Replacement(_Frozen):
    """Words to write in place of the match's; blanks such as `[when]` are for the author to fill."""

    value: str


class Place(_Frozen):
    """A stretch of the text that was sent, in UTF-16 code units."""

    offset: int = Field(ge=0)
    length: int = Field(ge=0)


class Context(Place):
    """The match with some words around it; its offset and length count in this `text`."""

    text: str


class MatchType(_Frozen):
    """What sort of match it is, for clients that colour by it."""

    typeName: str = "Hint"  # noqa: N815


class Category(_Frozen):
    """LanguageTool's category: always `STYLE`, under the criterion's name."""

    id: str
    name: str


class Link(_Frozen):
    """A page about the match."""

    value: str


class Rule(_Frozen):
    """The finding: its id in LanguageTool's form, and where to read on."""

    id: str = Field(examples=["AIMWELL_NO_DEADLINE"])
    description: str
    issueType: str = "style"  # noqa: N815
    category: Category
    urls: list[Link] = Field(
        description="Where this match can be turned off for good, and where the guide explains it."
    )
    isPremium: bool = False  # noqa: N815
    tags: list[str] = Field(description="`picky` for what Aimwell cannot tell.")


class AimwellMatch(_Frozen):
    """What Aimwell knows of a match beyond LanguageTool's fields."""

    fingerprint: str = Field(description="Its name for good: `POST /v1/ignored` takes it.")
    rule: str = Field(description="The finding's id in Aimwell.", examples=["no-deadline"])
    criterion: Criterion
    verdict: Verdict
    question: str
    source: str = Field(description="The passage of the LIAP session that asks for it.")
    words: Place = Field(
        description="The words that caused it; the match itself stretches over all that a rewrite changes."
    )
    objective: Place = Field(description="The whole objective.")


class MatchOut(Place):
    """One finding on an objective that is not SMART, and what to write instead."""

    message: str
    shortMessage: str  # noqa: N815
    replacements: list[Replacement]
    context: Context
    sentence: str
    type: MatchType = MatchType()
    rule: Rule
    ignoreForIncompleteSentence: bool = False  # noqa: N815
    contextForSureMatch: int = 0  # noqa: N815
    aimwell: AimwellMatch


class CheckReply(_Frozen):
    """The matches in a text, in its order."""

    software: Software
    warnings: Warnings
    language: CheckedLanguage
    matches: list[MatchOut]


class LanguageOut(_Frozen):
    """A language that can be checked."""

    name: str = Field(examples=["English (GB)"])
    code: str = Field(examples=["en"])
    longCode: str = Field(examples=["en-GB"])  # noqa: N815


class Info(_Frozen):
    """Who answers, for clients that ask before they send a text."""

    software: Software
