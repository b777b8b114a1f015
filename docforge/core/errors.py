"""One error root. Every error and every finding carries a code of the catalogue in ``core.codes``."""

from collections.abc import Callable
from functools import partial

from docforge.core.codes import Code


class DocforgeError(Exception):
    """Something that stops a whole command. ``str()`` gives the three parts a person needs: what, where, what to do."""

    def __init__(self, code: Code, where: str = "", **details: object) -> None:
        self.code = code
        self.where = where
        self.details = details
        super().__init__(code.id, where, details)

    def __reduce__(self) -> tuple[Callable[[], "DocforgeError"], tuple[()]]:
        """As it is sent to another process."""
        return partial(type(self), self.code, self.where, **self.details), ()

    @property
    def message(self) -> str:
        """What happened, as one Chinese sentence."""
        return self.code.say(**self.details)

    def __str__(self) -> str:
        where = f"（{self.where}）" if self.where else ""
        stop = "" if self.message.endswith("？") and not where else "。"
        return f"[{self.code.id}] {self.message}{where}{stop}{self.code.advise(**self.details)}"
