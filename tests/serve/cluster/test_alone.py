import ipaddress
import os
import sys

import pytest

from serve.cluster.alone import DoorOpen, local_cluster, lock_door


@pytest.fixture(autouse=True)
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"PATH": "/bin"})


def test_a_cluster_of_this_machine_alone_asks_for_a_secret_that_nobody_can_guess() -> None:
    lock_door()
    first = os.environ.copy()
    assert first["RAY_AUTH_MODE"] == "token"
    assert len(bytes.fromhex(first["RAY_AUTH_TOKEN"])) == 32
    lock_door()
    assert os.environ == first, "Ray reads it once, so that it stays as long as the process"
    for name in ("RAY_AUTH_MODE", "RAY_AUTH_TOKEN"):
        del os.environ[name]
    lock_door()
    assert os.environ["RAY_AUTH_TOKEN"] != first["RAY_AUTH_TOKEN"]


def test_a_token_that_somebody_named_is_the_one() -> None:
    os.environ["RAY_AUTH_TOKEN"] = "theirs"
    lock_door()
    assert (os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN"]) == ("token", "theirs")


def test_ray_is_not_started_where_it_would_ask_nobody() -> None:
    os.environ["RAY_AUTH_MODE"] = "disabled"
    with pytest.raises(DoorOpen, match="take RAY_AUTH_MODE out of the environment, or set it to token"):
        lock_door()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.1 is the only address of loopback")
def test_its_node_stands_at_a_loopback_address_that_ray_leaves_as_it_is() -> None:
    told = local_cluster(3)
    assert ipaddress.ip_address(told["_node_ip_address"]).is_loopback
    assert told["_node_ip_address"] != "127.0.0.1"
    assert (told["num_cpus"], told["include_dashboard"]) == (3, False)
