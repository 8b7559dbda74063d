"""How gunicorn serves the marketplace; the figures behind each choice are in docs/decisions/0002-server.md."""

import gc
import os

wsgi_app = "wsgi:app"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "sync"
timeout = 60  # an upload over a slow mobile network is buffered by the proxy, not by a worker
graceful_timeout = 20
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()

# Nobody steers a running server through a socket in somebody's home folder.
control_socket_disable = True

# One import for all workers: they start at once and share the memory of the code.
preload_app = True


def post_fork(server, worker):
    """Spare each worker the collector's walks over what was imported before the fork."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
