import os
import socket
import subprocess
import sys

from training.load.processes import family, footprint, listening


def test_a_process_is_counted_with_those_that_it_started() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert {os.getpid(), child.pid} <= set(family(os.getpid()))
        ours = footprint(os.getpid())
        child.communicate(b"\n")
    assert ours.processes >= 2
    assert ours.rss >= ours.pss > 1
    assert ours.threads >= 2
    assert ours.files > 3


def test_an_open_file_is_counted() -> None:
    before = footprint(os.getpid()).files
    with socket.socket(), socket.socket():
        assert footprint(os.getpid()).files == before + 2


def test_a_process_that_is_gone_takes_nothing() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert footprint(done.pid).processes == 0


def test_a_door_is_open_while_its_socket_listens() -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
        assert not listening(port)
        door.listen()
        assert listening(port)
    assert not listening(port)
