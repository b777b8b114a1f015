"""What doctor says of LibreOffice."""

import pytest

from docforge.casework import health
from docforge.core import codes, office
from docforge.core.errors import DocforgeError


def _said(monkeypatch: pytest.MonkeyPatch) -> health.Check:
    monkeypatch.setattr(health, "_engine", lambda: health.Check("文字识别引擎", True, ""))
    (check,) = (check for check in health.examine() if check.name.startswith("LibreOffice"))
    return check


def test_libreoffice_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)
    check = _said(monkeypatch)
    assert not check.ok
    assert not check.needed
    assert "apt install libreoffice-writer-nogui" in check.remedy


def test_libreoffice_that_makes_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> bytes:
        raise DocforgeError(codes.OFFICE_FAILED, reason="打不开这个文件")

    monkeypatch.setattr(office, "soffice", lambda: "/usr/bin/soffice")
    monkeypatch.setattr(office, "convert", fails)
    check = _said(monkeypatch)
    assert not check.ok
    assert check.detail == "/usr/bin/soffice，打不开这个文件"


@pytest.mark.office
@pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _said(monkeypatch).ok


def test_packages_that_the_program_imports_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "soffice", lambda: None)
    monkeypatch.setattr(health, "_engine", lambda: health.Check("文字识别引擎", True, ""))
    checks = {check.name: check for check in health.examine()}
    assert all(checks[name].ok for name in ("jinja2", "lxml", "isal", "pypdfium2"))
    assert "docxtpl" not in checks
