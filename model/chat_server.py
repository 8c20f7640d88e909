"""One server of the OpenAI chat protocol, asked within a time: retries, a cap on its reply, reasons without content."""

import functools
import random
import re
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Thread
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, Field, SecretStr, ValidationError

from model.errors import InputError

RETRIES = 2
MOST_BYTES = 256 * 1024
"""A reply of a few sentences is a hundredth of this; a longer one is not read to its end."""

T = TypeVar("T")


class NoAnswer(Exception):
    """The server gave no answer that can be used; the message says why and holds nothing that was asked or said."""


class _Refused(NoAnswer):
    """The server does not take the request as it is."""


class _Passing(NoAnswer):
    """What may have passed when it is asked again; `after` is in how many seconds, where the server says so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        self.after = after
        super().__init__(reason)


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class ChatServer:
    """One server of chat completions, asked directly (no proxy of the environment, no redirects) within a time.

    Raises:
        InputError: see `LlmGenerator`.
    """

    def __init__(self, url: str, key: SecretStr | None, seconds: float, backoff: float) -> None:
        self.address = _address(url)
        self.host = self.address.netloc.decode("ascii")
        self.seconds = seconds
        self.backoff = backoff
        self._headers = {"Accept-Encoding": "identity", **_bearer(key)}
        self._json_mode = True

    def says(self, asked: dict[str, Any]) -> str:
        """Return the words of the first choice.

        Raises:
            NoAnswer: when there is none within the time, for whatever reason.
        """
        deadline = time.monotonic() + self.seconds
        with httpx.Client(
            verify=_certificates(), trust_env=False, follow_redirects=False, headers=self._headers
        ) as client:
            try:
                body = _within(self.seconds, lambda: self._in_json_mode(client, asked, deadline))
            except TimeoutError:
                raise self._late() from None
        try:
            return _Completion.model_validate_json(body).choices[0].message.content
        except ValidationError:
            raise NoAnswer("its reply is no chat completion") from None

    def _in_json_mode(self, client: httpx.Client, asked: dict[str, Any], deadline: float) -> bytes:
        """Ask for JSON where the server can be told to keep to it; remember when it cannot."""
        if self._json_mode:
            try:
                return self._patiently(client, {**asked, "response_format": {"type": "json_object"}}, deadline)
            except _Refused:
                body = self._once(client, asked, deadline)
                self._json_mode = False
                return body
        return self._patiently(client, asked, deadline)

    def _patiently(self, client: httpx.Client, asked: dict[str, Any], deadline: float) -> bytes:
        """Ask again after what may pass, as long as the wait fits into the time."""
        for attempt in range(RETRIES):
            try:
                return self._once(client, asked, deadline)
            except _Passing as reason:
                jitter = random.uniform(0.5, 1.0)  # noqa: S311  (spreads the load, keeps no secret)
                wait = self.backoff * 2**attempt * jitter if reason.after is None else reason.after
                if time.monotonic() + wait >= deadline:
                    raise
                time.sleep(wait)
        return self._once(client, asked, deadline)

    def _once(self, client: httpx.Client, asked: dict[str, Any], deadline: float) -> bytes:
        left = max(deadline - time.monotonic(), 0.001)
        try:
            with client.stream("POST", self.address, json=asked, timeout=left) as response:
                _check(response)
                return self._body(response, deadline)
        except httpx.TimeoutException:
            raise self._late() from None
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise _Passing(f"the connection failed ({type(error).__name__})") from None
        except (httpx.HTTPError, UnicodeError) as error:  # UnicodeError: a host's name that cannot be looked up
            raise NoAnswer(f"it cannot be asked ({type(error).__name__})") from None

    def _body(self, response: httpx.Response, deadline: float) -> bytes:
        body = bytearray()
        for chunk in response.iter_raw():  # raw: a small compressed reply may unpack to a huge one
            body += chunk
            if len(body) > MOST_BYTES:
                raise NoAnswer(f"its reply is longer than {MOST_BYTES:,} bytes")
            if time.monotonic() > deadline:
                raise self._late()
        return bytes(body)

    def _late(self) -> NoAnswer:
        return NoAnswer(f"it took longer than {self.seconds:g} s")


@functools.cache
def _certificates() -> ssl.SSLContext:
    """Return the authorities that are trusted (those of SSL_CERT_FILE where it is set); reading them takes 20 ms."""
    return httpx.create_ssl_context()


def _within(seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise TimeoutError after `seconds` and leave it to end by itself.

    A thread of its own, because a client's time-outs are per read: names that do not resolve and headers that drip in
    outlast them (encode/httpx issue 1450). A daemon, so that it holds nobody up who wants to leave.
    """
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except Exception as error:  # noqa: BLE001  (handed to the thread that waits)
            outcome.set_exception(error)

    Thread(target=run, daemon=True, name="aimwell-llm").start()
    return outcome.result(timeout=seconds)


def _check(response: httpx.Response) -> None:
    """Raise what a status other than 200 means; 422 is what servers built on FastAPI say for 400."""
    status = response.status_code
    if status == httpx.codes.OK:
        return
    reason = f"it answered with status {status}"
    if status in (httpx.codes.BAD_REQUEST, httpx.codes.UNPROCESSABLE_ENTITY):
        raise _Refused(reason)
    if status == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
        raise _Passing(reason, _seconds_until(response.headers.get("Retry-After", "")))
    raise NoAnswer(reason)


def _seconds_until(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header, which gives seconds or a date (RFC 9110, 10.2.3); None for anything else."""
    if re.fullmatch(r"[0-9]{1,9}", retry_after):
        return float(retry_after)
    try:
        day = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max((day.replace(tzinfo=day.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0.0)


def _address(url: str) -> httpx.URL:
    try:
        address = httpx.URL(re.sub(r"(?:/v1)?/*$", "", url.strip()) + "/v1/chat/completions")
    except httpx.InvalidURL:
        address = httpx.URL()
    if address.scheme not in ("http", "https") or not address.host:
        raise InputError("AIMWELL_LLM_URL", "is no web address; write it as http://localhost:11434, or leave it out")
    return address


def _bearer(key: SecretStr | None) -> dict[str, str]:
    secret = key.get_secret_value().strip() if key else ""
    if not (secret.isascii() and secret.isprintable()):
        raise InputError("AIMWELL_LLM_KEY", "holds characters that no key has; copy it again")
    return {"Authorization": f"Bearer {secret}"} if secret else {}
