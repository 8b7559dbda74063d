"""How gunicorn serves the marketplace; docs/decisions/0002-server.md says why it is set up like this."""

import contextlib
import ctypes
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


# A password is checked in 19 MB. Told so, glibc gives pieces larger than one MB back at once, not keeping
# them for the next one; elsewhere the call is unknown, and nothing is lost.
M_MMAP_THRESHOLD = -3
with contextlib.suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, 1 << 20)


def when_ready(server):
    """Make once what every worker of the marketplace would make for itself."""
    if server.app.app_uri == wsgi_app:  # these settings also serve what we compare ourselves with
        from marketplace.warming import warm_up  # only now is our folder on the path

        warm_up(server.app.wsgi())


def pre_fork(server, worker):
    """Put what was made before out of the collector's reach: its walks would write to what is shared."""
    gc.collect()
    gc.freeze()


def post_fork(server, worker):
    """Let the collector walk seldom: most of what a request makes goes without it."""
    gc.set_threshold(50_000, 50, 100)
