"""What the routes share: the parts that `create_app` wired together."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from model.assessor import Assessor
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The collaborators of the routes.

    `checker` is quick, because an editor waits for it; `warning` says what is missing and who answers instead.
    """

    settings: Settings
    assessor: Assessor
    suggester: Suggester
    checker: TextChecker
    warning: str | None = None


def services(request: Request) -> Services:
    """Return what `create_app` put together."""
    found: Services = request.app.state.services
    return found


Wired = Annotated[Services, Depends(services)]


def day(as_of: date | None) -> date:
    """Return the day to judge from: the one asked for, or today on this machine's calendar."""
    return as_of or date.today()  # noqa: DTZ011  (a plan's dates are those of the office, not of a time zone)
