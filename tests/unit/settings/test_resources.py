import sys
from pathlib import Path

import pytest

from videobert_desktop.domain.errors import UserError
from videobert_desktop.settings.resources import find_resources, resource_path


@pytest.fixture
def package(tmp_path: Path) -> Path:
    directory = tmp_path / "site" / "videobert_desktop"
    directory.mkdir(parents=True)
    return directory


def test_a_checkout_keeps_its_resources_beside_the_package(package: Path) -> None:
    beside = package.parent / "resources"
    beside.mkdir()
    assert find_resources(package, None) == beside


def test_a_wheel_keeps_its_resources_inside_the_package_whatever_lies_beside_it(package: Path) -> None:
    (package / "resources").mkdir()
    (package.parent / "resources").mkdir()
    assert find_resources(package, None) == package / "resources"


def test_a_frozen_program_uses_only_its_own_bundle(package: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "resources").mkdir(parents=True)
    (package / "resources").mkdir()
    assert find_resources(package, bundle) == bundle / "resources"


def test_an_installation_without_resources_says_where_they_should_be_and_what_to_do(package: Path) -> None:
    with pytest.raises(UserError) as caught:
        find_resources(package, None)
    assert caught.value.path == package / "resources"
    assert "Install the program again." in str(caught.value)


def test_the_sample_clips_are_found() -> None:
    assert resource_path("samples", "CREDITS.md").is_file()


def test_a_frozen_program_is_recognised_by_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("models", "starter") == tmp_path / "resources" / "models" / "starter"
