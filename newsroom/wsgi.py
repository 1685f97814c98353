"""The WSGI application that every server runs."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.middleware.flood_gate import FloodGate

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = FloodGate(get_wsgi_application())
