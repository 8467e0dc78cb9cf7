"""What kind of file system a folder lies on: changes on network drives are told to nobody."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

# As Linux, macOS and Windows call them; a name with a dot after it says which kind of "fuse" it is.
_FUSE = frozenset({"fuse", "macfuse", "osxfuse"})
_NETWORK = frozenset(
    {"9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "dfs", "drvfs", "glusterfs", "gpfs", "lustre"}
    | {"nfs", "nfs3", "nfs4", "prl_fs", "remote", "smb", "smb2", "smb3", "smbfs", "sshfs", "vboxsf", "virtiofs"}
    | {"vmhgfs", "webdav"}
)
# Drives that come by way of FUSE, yet are disks of this machine, or the user's own files seen through a layer.
_LOCAL_FUSE = frozenset({"apfs", "cryfs", "encfs", "exfat", "ext2", "gocryptfs", "lowntfs-3g", "mergerfs", "ntfs-3g"})


@dataclass(frozen=True, slots=True)
class FileSystem:
    """Where a folder lies.

    Attributes:
        kind: The file system's name as the system calls it ("ext4", "nfs4"); empty where it is not known.
        mounted_at: The folder that it is mounted at.
    """

    kind: str
    mounted_at: Path

    @property
    def remote(self) -> bool:
        """Whether somebody else may change what lies there without this machine being told."""
        family, _, member = self.kind.lower().partition(".")
        return member not in _LOCAL_FUSE if family in _FUSE else family in _NETWORK


def file_system_of(folder: Path, mounts: Iterable[FileSystem] | None = None) -> FileSystem:
    """The file system that a folder lies on, or would lie on.

    Args:
        folder: An absolute path; links in it are followed.
        mounts: What is mounted; None asks the system.
    """
    place = Path(os.path.realpath(folder))
    above = [mount for mount in (mounted() if mounts is None else mounts) if _holds(mount.mounted_at, place)]
    # Of two that are mounted at one place, the later one hides the earlier.
    deepest = max((len(mount.mounted_at.parts) for mount in above), default=0)
    fitting = [mount for mount in above if len(mount.mounted_at.parts) == deepest]
    return fitting[-1] if fitting else FileSystem("", Path(place.anchor))


def mounted() -> list[FileSystem]:
    """All that is mounted, network drives among them, in the order of mounting where the system tells it."""
    import psutil

    return [FileSystem(part.fstype, Path(part.mountpoint)) for part in psutil.disk_partitions(all=True)]


def _holds(mount_point: PurePath, place: PurePath) -> bool:
    return place == mount_point or mount_point in place.parents
