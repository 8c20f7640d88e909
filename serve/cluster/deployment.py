"""The deployment: what Ray is told of the service, all of it made of the service's own settings."""

from typing import Any

from serve.cluster.replica import Replica
from serve.cluster.shared import Shared
from serve.cluster.size import RESERVED_CORES, Size
from serve.settings import Settings
from serve.training.feed import MOST_STREAMS

NAME = "aimwell"
UPSCALE_SECONDS, DOWNSCALE_SECONDS = 5.0, 300.0
"""A replica takes seconds to start and is wanted now; one too many costs memory only."""
LOOK_BACK_SECONDS = 15.0
"""Ray's replicas say every 10 s how much they have to do."""
BACK_IN_SECONDS = 1
QUIET = {"log_level": "WARNING", "enable_access_log": False}
"""Ray's own log would name every address that is asked; the service's own says what an operator wants (`AIMWELL_LOG`)."""


def options(settings: Settings, size: Size) -> dict[str, Any]:
    """Return Ray's options.

    How much is taken at once is settled in the replica, which knows what kind of request it is and answers 503 (see
    `serve/admission.py`). Ray's own bound lies above that, streams that stay open included.
    """
    return {
        "name": "service",
        "max_ongoing_requests": settings.at_once + MOST_STREAMS,
        "max_queued_requests": settings.at_once * size.most,
        "backpressure_config": {"status_code": 503, "retry_after_s": BACK_IN_SECONDS},
        "autoscaling_config": {
            "min_replicas": size.least,
            "initial_replicas": size.least,
            "max_replicas": size.most,
            "target_ongoing_requests": max(1, settings.at_once // 2),
            "look_back_period_s": LOOK_BACK_SECONDS,
            "upscale_delay_s": UPSCALE_SECONDS,
            "downscale_delay_s": DOWNSCALE_SECONDS,
        },
        "ray_actor_options": {"num_cpus": RESERVED_CORES},
        "health_check_period_s": 2,
        "health_check_timeout_s": 10,
        "graceful_shutdown_wait_loop_s": 0.1,
        "graceful_shutdown_timeout_s": settings.stop_seconds,
        "max_constructor_retry_count": 2,
        "max_surge_percent": 25,
        "rolling_update_percentage": 0.2,
        "logging_config": QUIET,
    }


def application(settings: Settings, size: Size, shared: Shared) -> Any:
    """Return what `ray.serve.run` takes."""
    from ray import serve

    deployed = serve.deployment(serve.ingress()(Replica), **options(settings, size))
    one_of_several = settings.model_copy(update={"workers": size.most})  # its figures carry its name
    return deployed.bind(one_of_several, shared)
