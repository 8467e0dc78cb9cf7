"""Installs the Debian packages that Qt needs, where they are missing and this user may install them.

Anywhere else it prints one line that says what to install, and the set-up goes on.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    # to import Qt and to draw without a screen
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    # to play videos; without libxrandr2 Qt leaves its FFmpeg plugin out and says nothing
    "libpulse.so.0": "libpulse0",
    "libXrandr.so.2": "libxrandr2",
    # to open a real window
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
PROGRAMS = {"Xvfb": "xvfb", "xauth": "xauth"}
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def can_load(library: str) -> bool:
    """Tell whether the dynamic linker finds a shared object."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Return the names of the Debian packages whose files are not on this machine."""
    missing = [package for library, package in LIBRARIES.items() if not can_load(library)]
    missing += [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    return missing if FONT.exists() else [*missing, "fonts-dejavu-core"]


def privilege() -> list[str] | None:
    """Return what has to stand before a command that installs, or None where this user may not install."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    if shutil.which("sudo") and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0:
        return sudo
    return None


def install(packages: list[str], before: list[str]) -> bool:
    """Install Debian packages, quietly unless it fails; return whether it worked."""
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    steps = ([*apt, "update"], [*apt, "install", "-y", "--no-install-recommends", *packages])
    for step in steps:
        done = subprocess.run(step, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            return False
    return True


def main() -> None:
    """Install what is missing, or say what it is."""
    if sys.platform != "linux":
        return
    packages = missing_packages()
    if not packages:
        return
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        print(f"setup: this system lacks what Debian calls {names}; install its packages of these if the window fails.")
        return
    before = privilege()
    if before is not None:
        print(f"setup: installing {names}", flush=True)
        if install(packages, before):
            return
    print(f"setup: please run: sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}")


if __name__ == "__main__":
    main()
