from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.services.watching.filesystems import FileSystem, file_system_of, mounted


@pytest.mark.parametrize(
    "kind", ["nfs", "nfs4", "cifs", "smb3", "SMBFS", "9p", "vboxsf", "fuse.sshfs", "fuse.rclone", "fuse"]
)
def test_a_network_drive_is_remote(kind: str) -> None:
    assert FileSystem(kind, Path("/mnt")).remote


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "NTFS", "apfs", "tmpfs", "overlay", "exfat", "fuseblk", "fuse.ntfs-3g", ""]
)
def test_a_disk_of_this_machine_is_not(kind: str) -> None:
    assert not FileSystem(kind, Path("/mnt")).remote


def test_a_folder_lies_on_what_is_mounted_deepest_above_it(tmp_path: Path) -> None:
    root, disk, share = (
        FileSystem("ext4", Path("/")),
        FileSystem("xfs", tmp_path),
        FileSystem("nfs", tmp_path / "share"),
    )
    mounts = (share, root, disk)
    assert file_system_of(tmp_path / "share" / "videos", mounts) == share
    assert file_system_of(tmp_path / "share", mounts) == share
    assert file_system_of(tmp_path / "shared", mounts) == disk
    assert file_system_of(Path("/"), mounts) == root


def test_of_two_that_are_mounted_at_one_place_the_later_counts(tmp_path: Path) -> None:
    mounts = (FileSystem("autofs", tmp_path), FileSystem("nfs4", tmp_path))
    assert file_system_of(tmp_path, mounts).kind == "nfs4"


def test_a_link_lies_where_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    share = FileSystem("nfs", tmp_path / "share")
    assert file_system_of(tmp_path / "link" / "a", (FileSystem("ext4", Path("/")), share)) == share


def test_where_nothing_is_known_to_be_mounted_the_kind_is_unknown(tmp_path: Path) -> None:
    system = file_system_of(tmp_path, ())
    assert (system.kind, system.remote) == ("", False)


def test_this_machines_own_file_systems_are_found(tmp_path: Path) -> None:
    assert file_system_of(tmp_path).mounted_at in {system.mounted_at for system in mounted()}
