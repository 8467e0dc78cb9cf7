from __future__ import annotations

from pathlib import Path

import pytest

from videobert_desktop.services.watching.mounts import MOUNT_TABLE, Mount, mounted, mounts_of

ROOT, DISK, OTHER = Mount(1, Path("/")), Mount(2, Path("/none/disk")), Mount(3, Path("/none/other"))


def test_a_folder_is_made_up_of_the_mount_that_it_lies_on_and_those_below_it() -> None:
    below, deeper = Mount(4, Path("/none/disk/a/drive")), Mount(5, Path("/none/disk/a/drive/b"))
    table = [ROOT, DISK, OTHER, below, deeper]
    assert mounts_of(Path("/none/disk/a"), table) == {DISK, below, deeper}
    assert mounts_of(Path("/none/disk/a/drive"), table) == {below, deeper}
    assert mounts_of(Path("/none/disks"), table) == {ROOT}


def test_of_two_at_one_place_the_later_counts() -> None:
    anew = Mount(9, DISK.mounted_at)
    assert mounts_of(DISK.mounted_at, [ROOT, DISK, anew]) == {anew}


def test_what_is_mounted_in_a_hidden_folder_is_left_out() -> None:
    hidden = Mount(4, Path("/none/disk/.cache/doc"))
    assert mounts_of(Path("/none/disk"), [ROOT, DISK, hidden]) == {DISK}


def test_a_link_is_made_up_of_where_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "drive")
    drive = Mount(4, tmp_path / "drive")
    assert mounts_of(tmp_path / "link", [ROOT, drive]) == {drive}


def test_the_systems_table_is_read_with_names_of_any_kind(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    table.write_bytes(
        b"27 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n"
        b"42 27 7:0 /a /media/my\\040disk\\134\xe9 rw shared:1 - ext4 /dev/loop0 rw\n"
    )
    assert mounted(table) == [Mount(27, Path("/")), Mount(42, Path("/media/my disk\\\udce9"))]


def test_where_there_is_no_such_table_nothing_is_known_to_be_mounted(tmp_path: Path) -> None:
    assert mounted(tmp_path / "none") == []
    assert mounts_of(tmp_path, []) == frozenset()


@pytest.mark.skipif(not MOUNT_TABLE.exists(), reason="the table of Linux")
def test_this_machines_own_mounts_are_found_and_stay_the_same(tmp_path: Path) -> None:
    found = mounts_of(tmp_path)
    assert len(found) == 1
    assert mounts_of(tmp_path) == found
    assert {mount.mounted_at for mount in found} <= {mount.mounted_at for mount in mounted()}


@pytest.mark.skipif(not MOUNT_TABLE.exists(), reason="the table of Linux")
def test_where_the_system_has_no_lasting_numbers_those_of_its_table_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_of_it(_: None) -> object:
        return object()

    monkeypatch.setattr("ctypes.CDLL", none_of_it)
    assert mounts_of(tmp_path) <= set(mounted())
