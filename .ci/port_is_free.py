"""Says in one sentence that an address is taken, before the server would say it in twenty lines."""

import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind((host, port))
    except OSError:
        sys.exit(f"Port {port} is taken. Another one: PORT={port + 1} make run")
