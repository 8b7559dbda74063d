"""The browser of the journeys: the distribution's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
import subprocess
import sys

#: Root has no sandbox to offer, and a closed network answers none of Chromium's own calls home.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def chromium_program() -> str | None:
    """Path of an installed Chromium or Chrome; None when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def lack_of_browser() -> str:
    """Why no journey can be made on this machine; nothing when one can."""
    if chromium_program() is None:
        return "Chromium is not installed (apt-get install chromium)"
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True)
    if driver.returncode:
        return (
            f"Playwright's driver does not start (apt-get install libatomic1): {driver.stderr.strip()[-200:]}"
        )
    return ""
