"""The check before `make run` reports any problem with the address in one sentence."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).resolve().parents[2] / ".ci" / "port_is_free.py"


def check(host: str, port: str) -> tuple[int, str]:
    """Exit code and output of the check, with a short timeout for name servers."""
    environment = {**os.environ, "RES_OPTIONS": "timeout:1 attempts:1"}
    command = [sys.executable, CHECK, host, port]
    process = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    return process.returncode, (process.stdout + process.stderr).strip()


def test_a_free_port_is_accepted_silently():
    answers = (check("127.0.0.1", free_port()) for _again in range(3))  # another process may take a port meanwhile

    assert (0, "") in answers


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def test_a_taken_port_is_named_and_another_one_offered():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        output = check("127.0.0.1", str(port))

    other = port + 1 if port < 65535 else port - 1
    assert output == (1, f"Port {port} is taken. Another one: PORT={other} make run")


@pytest.mark.parametrize("port", ["abc", "70000", "0", "-1", "", "²", "8" * 5000])
def test_an_invalid_port_is_named(port):
    assert check("127.0.0.1", port) == (
        1,
        f"PORT={port} is no port; it has to be a number from 1024 to 65535, such as PORT=8000.",
    )


@pytest.mark.parametrize("host", ["no such host", "a..b"])
def test_an_unknown_host_is_named(host):
    assert check(host, "8000") == (1, f"HOST={host} is not known here. On this machine alone: HOST=127.0.0.1 make run")


def test_an_address_of_another_machine_is_named():
    assert check("192.0.2.1", "8000") == (
        1,
        "HOST=192.0.2.1 is no address of this machine. On this machine alone: HOST=127.0.0.1 make run",
    )


def test_an_ipv6_address_is_checked_as_such():
    answers = [check("::1", free_port()) for _again in range(3)]  # another process may take a port meanwhile

    no_ipv6 = "HOST=::1 is no address of this machine. On this machine alone: HOST=127.0.0.1 make run"
    assert {(0, ""), (1, no_ipv6)} & set(answers)


def test_a_privileged_port_is_named():
    code = f"import port_is_free as p; print(p.why_not({errno.EACCES}, '127.0.0.1', 80))"

    process = subprocess.run([sys.executable, "-c", code], cwd=CHECK.parent, capture_output=True, text=True, timeout=60)

    assert process.stdout.strip() == "Port 80 is the administrator's. One from 1024 on: PORT=8000 make run"
