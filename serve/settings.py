"""What an operator may set, from the environment (`AIMWELL_HOST=…`) or `make run`; the defaults serve one office."""

from pathlib import Path

from pydantic import PositiveFloat, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from model.bundle import DEFAULT_BUNDLE
from model.rewriter_bundle import DEFAULT_REWRITER


class Settings(BaseSettings):
    """The service's settings; every one can be given as `AIMWELL_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="AIMWELL_", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8642
    bundle: Path = DEFAULT_BUNDLE
    rewriter: Path = DEFAULT_REWRITER
    rewrite_seconds: float = 1.8
    """What writing one objective's rewrites may take; what is written by then is shown, or the rules'."""
    max_body_bytes: int = 1_000_000
    max_objectives: int = 200
    llm_url: str | None = None
    """A server of the OpenAI chat protocol that may rewrite; without one, no text leaves this machine."""
    llm_model: str = "default"
    llm_key: SecretStr | None = None
    llm_seconds: PositiveFloat = 8.0
    """How long that server has for one objective, retries included, before the other generators answer without it."""
