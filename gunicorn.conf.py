"""How gunicorn serves the marketplace; docs/decisions/0002-server.md says why it is set up like this."""

import gc
import os

wsgi_app = "wsgi:app"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"  # the Dockerfile opens it to its own network
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "sync"
timeout = 60  # slow phones are buffered by the reverse proxy, not by a worker
graceful_timeout = 20
max_requests = 20_000
max_requests_jitter = 2_000
loglevel = "warning"

# Whose word on http or https is believed: the reverse proxy's, never a visitor's.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")

# Nobody steers a running server through a socket in somebody's home folder.
control_socket_disable = True

# One import for all workers: they start at once and share the memory of the code.
preload_app = True


def post_fork(server, worker):
    """Spare each worker the collector's walks over everything that was imported before the fork."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
