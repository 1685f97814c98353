"""Says in one sentence what is wrong with an address, before the server would say it in twenty lines."""

import errno
import socket
import sys

FIRST_FREE, LAST = 1024, 65535  # ports below are the administrator's


def main(host: str = "", given: str = "") -> str:
    """What is wrong, or nothing."""
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:6]) <= LAST):
        return f"PORT={given} is no port; it has to be a number from {FIRST_FREE} to {LAST}, such as PORT=8000."
    port = int(given)
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        return f"HOST={host} is not known here. On this machine alone: HOST=127.0.0.1 make run"
    try:
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        return why_not(error.errno, host, port)
    return ""


def why_not(number: int | None, host: str, port: int) -> str:
    """The sentence for an error of the operating system."""
    if number == errno.EADDRINUSE:
        other = port + 1 if port < LAST else port - 1
        return f"Port {port} is taken. Another one: PORT={other} make run"
    if number in {errno.EACCES, errno.EPERM}:
        return f"Port {port} is the administrator's. One from {FIRST_FREE} on: PORT=8000 make run"
    return f"HOST={host} is no address of this machine. On this machine alone: HOST=127.0.0.1 make run"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) or 0)
