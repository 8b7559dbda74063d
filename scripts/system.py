"""Programs that come from the Linux distribution, not from Python's index: a browser, a database server."""

from __future__ import annotations

import os
import shutil
import subprocess


class NotInstallable(RuntimeError):
    """A distribution package is missing and cannot be put there; the message says why and what to do."""


def install_packages(*packages: str) -> None:
    """Install Debian packages, as root or through a sudo that asks no password. Raises ``NotInstallable``."""
    wanted = " ".join(packages)
    by_hand = f"install it by hand: apt-get install {wanted}"
    if shutil.which("apt-get") is None:
        raise NotInstallable(f"{wanted} is missing and this is not a Debian or Ubuntu system")
    privilege = _privilege()
    if privilege is None:
        raise NotInstallable(f"{wanted} is missing and only root may install it; {by_hand}")
    print(f"Installing {wanted} from the distribution's packages …", flush=True)
    apt_get = [*privilege, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # The package lists may be absent or old; when they cannot be renewed, what is there may still do.
    subprocess.run([*apt_get, "update"], stdin=subprocess.DEVNULL, check=False)
    command = [*apt_get, "install", "--yes", "--no-install-recommends", *packages]
    installed = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if installed.returncode:
        complaint = (installed.stderr.strip() or installed.stdout.strip()).splitlines()[-1:]
        raise NotInstallable(f"apt-get could not install {wanted}: {' '.join(complaint)}; {by_hand}")


def _privilege() -> list[str] | None:
    """What to put before a command so that it runs as root; None when there is no way."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None
