# 两条命令：make demo 看效果，make test 跑测试。都在 .venv 里进行，不改动系统的 Python。
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out/demo

.PHONY: demo test check bench fixtures docs clean

demo: $(VENV)/.installed
	@PATH="$(abspath $(BIN)):$$PATH" sh .ci/demo "$(OUT)"

test: $(VENV)/.installed-test
	@sh .ci/system-packages
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.installed-test
	$(BIN)/python -m pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,rounds

fixtures: $(VENV)/.installed-test
	$(BIN)/python -m templates.make
	$(BIN)/python -m fixtures.make

docs: $(VENV)/.installed
	$(BIN)/python docs/make.py

$(VENV)/.installed: pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/environment $(VENV) .
	@touch $@

$(VENV)/.installed-test: pyproject.toml
	@PYTHON="$(PYTHON)" sh .ci/environment $(VENV) ".[test]"
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .hypothesis .benchmarks
