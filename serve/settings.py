"""What an operator may set, from the environment (`AIMWELL_HOST=…`) or `make run`; the defaults serve one office."""

import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, NonNegativeFloat, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)

from model.bundle import DEFAULT_BUNDLE
from model.errors import AimwellError
from model.places import default_state
from model.rewriter_bundle import DEFAULT_REWRITER
from serve.guide.address import SERVICE_URL

ANY_ORIGIN = "*"
SECRETS_VARIABLE = "AIMWELL_SECRETS"
"""Names the folder of settings that are secret, a file each, as container engines give them: `aimwell_reviews`."""
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s,*?#@]+")


def _listed(given: object) -> object:
    """Return what stands between the commas of `AIMWELL_HOSTS=a,b`."""
    return tuple(part.strip().lower() for part in given.split(",") if part.strip()) if isinstance(given, str) else given


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    if given == (ANY_ORIGIN,):
        return given
    if wrong := [origin for origin in given if not _ORIGIN.fullmatch(origin)]:
        raise ValueError(
            f"“{wrong[0]}” is no origin; write it as https://plans.example.org, without a path, "
            f"or “{ANY_ORIGIN}” alone if pages from everywhere may ask"
        )
    return given


def _service_url(given: str | None) -> str | None:
    if given is not None and not re.fullmatch(SERVICE_URL, given):
        raise ValueError(f"“{given}” is no address of a service; write it as https://aimwell.example.org")
    return given


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class SecretsMissing(AimwellError):
    """The folder of secret settings cannot be looked into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{SECRETS_VARIABLE} names {folder}, which is no folder that can be read; make it, or unset it"
        )


class Settings(BaseSettings):
    """The service's settings; every one can be given as `AIMWELL_<NAME>`, or in a file of its name in `$AIMWELL_SECRETS`.

    Raises:
        SecretsMissing: when that folder cannot be read, for then the reviews would silently go elsewhere.
    """

    model_config = SettingsConfigDict(env_prefix="AIMWELL_", frozen=True)

    host: str = "127.0.0.1"
    port: int = 8642
    state: Path = Field(default_factory=default_state)
    """The folder of this office's own data: its reviews, its bundles, the record of which was live."""
    reviews: str | None = None
    """The address of the review store, such as postgresql+psycopg://…; a file in the state folder unless told."""
    pseudonyms: bool = True
    """Whether names and identifiers are replaced before a review is stored; off only where an office says so."""
    bundle: Path = DEFAULT_BUNDLE
    """The bundle that serves for good where one is named; the live one of the office unless told."""
    rewriter: Path = DEFAULT_REWRITER
    writer: Path | None = None
    """The socket of the process that writes for all workers; `aimwell serve --workers` sets it."""
    rewrite_seconds: float = 1.8
    """What writing one objective's rewrites may take; what is written by then is shown, or the rules'."""
    config: Path | None = None
    """The `aimwell.toml` that counts, in place of the nearest above the plans or the working directory."""
    isolated: bool = False
    """No house rules, and nothing ignored for longer than the process lives."""
    ignore_file: Path | None = None
    """Where ignored matches are kept, in place of what the house rules say."""
    keys: Path | None = None
    """The file of API keys, `key_file` unless told; `aimwell keys` writes it."""
    service_url: Annotated[str | None, AfterValidator(_service_url)] = None
    """Where readers reach the service, such as https://aimwell.example.org: links to its guide from elsewhere begin so."""
    hosts: Listed = ()
    """Names under which the service is asked, beside localhost and the address that it is bound to."""
    origins: Annotated[Listed, AfterValidator(_origins)] = ()
    """Origins whose web pages may ask, beside the service's own."""
    proxies: str = "127.0.0.1,::1"
    """Addresses of reverse proxies, whose word on a client's address and scheme is taken."""
    rate: PositiveInt | None = None
    """Requests a minute for one key or address; more than any editor needs unless told, and fewer off this machine."""
    workers: PositiveInt = 1
    """Processes that share the port, the state and the classifier's weights; one a core serves most."""
    at_once: PositiveInt = 32
    """Requests under way at once in one worker; others are asked to come again. A quarter may be rewrites and plans."""
    queue: PositiveInt = 1000
    """Objectives that may wait to be judged in one worker; requests beyond are asked to come again."""
    queue_ms: PositiveFloat = 100.0
    """How long a request may wait for its first turn, as far as can be foreseen; others are asked to come again."""
    gather_ms: NonNegativeFloat = 0.0
    """How long an objective waits for others to be judged with."""
    request_seconds: PositiveFloat = 30.0
    """How long a client waits for an answer to begin."""
    body_seconds: PositiveFloat = 10.0
    """How long the head of a request may take to arrive, and then its body."""
    stop_seconds: PositiveInt = 8
    """How long requests under way may take to end once the service is told to stop."""
    drain_seconds: NonNegativeFloat = 0.0
    """How long a stopping service says so before it closes its door: as long as a load balancer takes to notice."""
    log: Literal["off", "info"] | None = None
    """A line a request on standard error; unless told, only where the service is bound to more than this machine."""
    max_body_bytes: int = 1_000_000
    max_objectives: int = 200
    llm_url: str | None = None
    """A server of the OpenAI chat protocol that may rewrite; without one, no text leaves this machine."""
    llm_model: str = "default"
    llm_key: SecretStr | None = None
    llm_seconds: PositiveFloat = 8.0
    """How long that server has for one objective, retries included, before the other generators answer without it."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where settings come from, the first that has one deciding; the folder of secrets is named when they are read."""
        if not (named := os.environ.get(SECRETS_VARIABLE)):
            return init_settings, env_settings
        folder = Path(named)
        if not os.access(folder, os.R_OK | os.X_OK) or not folder.is_dir():
            raise SecretsMissing(folder)
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=folder)


def key_file(settings: Settings) -> Path:
    """Return where the API keys are: `AIMWELL_KEYS`, or else `aimwell/keys.json` in the user's folder of settings."""
    if settings.keys is not None:
        return settings.keys
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")  # noqa: PTH111  (never raises)
    return Path(home) / "aimwell" / "keys.json"
