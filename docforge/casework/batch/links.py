"""Where a case's papers and its report lie, as links from the folder of a table."""

import os.path
from pathlib import Path, PurePosixPath

from docforge.casework.batch.summary import CaseSummary
from docforge.core.model import Evidence

REPORT = "核对结果.html"
_CONTAINERS = (".zip", ".7z", ".rar", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".eml", ".pdf", ".docx", ".ofd")


class Places:
    """Links from ``base`` (the folder of the table); ``root``: the folder of the run, which summaries count from."""

    def __init__(self, root: Path, base: Path) -> None:
        self._root, self._base = root, base

    def report(self, summary: CaseSummary) -> str:
        """The case's page, empty where none was written."""
        return self._link(f"{summary.out}/{REPORT}") if REPORT in summary.files else ""

    def paper(self, summary: CaseSummary, evidence: Evidence) -> str:
        """The file in which the evidence stands, the archive where it lies in one; empty where it is not known."""
        if evidence.source in summary.files:
            return self._link(f"{summary.out}/{evidence.source}")
        if not summary.papers:
            return ""
        if summary.papers.lower().endswith(_CONTAINERS):
            return self._link(summary.papers)
        return self._link(f"{summary.papers}/{_outermost(evidence.source)}")

    def _link(self, path: str) -> str:
        own = Path(path) if Path(path).is_absolute() else self._root / path
        return PurePosixPath(Path(os.path.relpath(own, self._base))).as_posix()


def _outermost(source: str) -> str:
    """The file on the disk of a source such as ``材料.zip/内/证书.jpg``."""
    parts = source.split("/")
    end = next((i for i, part in enumerate(parts, start=1) if part.lower().endswith(_CONTAINERS)), len(parts))
    return "/".join(parts[:end])
