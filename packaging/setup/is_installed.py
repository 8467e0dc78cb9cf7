"""Exit with status 0 if this environment already has what a requirement asks for: ``is_installed.py 'torch>=2.4'``."""

import sys
from importlib.metadata import PackageNotFoundError, version

# pip is in every fresh environment and brings the reader of version ranges along.
from pip._vendor.packaging.requirements import Requirement


def is_installed(text: str) -> bool:
    """Tell whether the requirement is met; a local build such as 2.13.0+cpu counts as its version."""
    requirement = Requirement(text)
    try:
        return requirement.specifier.contains(version(requirement.name))
    except PackageNotFoundError:
        return False


if __name__ == "__main__":
    sys.exit(not is_installed(sys.argv[1]))
