"""What the routes share: the parts that `create_app` wired together."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from data.ignored import IgnoreList
from model.assessor import Assessor
from model.registry import Registry
from model.suggester import Suggester
from model.text_check import TextChecker
from serve.houses import Houses
from serve.judging import Judging
from serve.life import Life
from serve.metrics import Metrics
from serve.review_desk import ReviewDesk
from serve.settings import Settings
from serve.turning_away import Crowd


@dataclass(frozen=True, slots=True)
class Services:
    """The collaborators of the routes.

    `checker` is quick, because an editor waits for it; `warning` says what is missing and who answers instead.
    `ignored` holds the matches that nobody wants to be told of again; `houses` finds the house rules that go with a file.
    `registry` says which bundle is live; None where one was named for good.
    `reviews` opens the review store when the first review arrives. `judging` is the queue of what is to be scored;
    `crowd` says whether nobody can be taken in.
    """

    settings: Settings
    assessor: Assessor
    suggester: Suggester
    checker: TextChecker
    warning: str | None = None
    ignored: IgnoreList = field(default_factory=IgnoreList)
    houses: Houses = field(default_factory=lambda: Houses(isolated=True))
    life: Life = field(default_factory=Life)
    metrics: Metrics = field(default_factory=Metrics)
    registry: Registry | None = None
    reviews: ReviewDesk = field(default_factory=ReviewDesk.forgetful)
    judging: Judging = field(default_factory=Judging)
    crowd: Crowd = field(default_factory=Crowd)


async def services(request: Request) -> Services:
    """Return what `create_app` put together, under the bundle that is live."""
    found: Services = request.app.state.live.now()
    return found


Wired = Annotated[Services, Depends(services)]


def day(as_of: date | None) -> date:
    """Return the day to judge from: the one asked for, or today on this machine's calendar."""
    return as_of or date.today()  # noqa: DTZ011  (a plan's dates are those of the office, not of a time zone)
