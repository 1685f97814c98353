#!/usr/bin/env python
"""Django's command line for Newsroom."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        try:
            execute_from_command_line(sys.argv)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output (`… | head`) has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python would complain when it ends
        sys.exit(141)  # what a shell says of a program that ended by SIGPIPE
    except ImproperlyConfigured as error:
        sys.exit(f"Newsroom does not start: {error}")
    except OperationalError as error:
        sys.exit(f"Newsroom cannot use its database: {error}")


if __name__ == "__main__":
    main()
