"""The clerk's papers as strict data: which there are, how a list is published, the columns of each public list."""

from typing import Literal

from pydantic import Field, model_validator

from docforge.policy.category import Category
from docforge.policy.form import bare
from docforge.policy.strict import Strict

_ALIGNED = {"serial": "centre", "name": "left", "text": "centre", "level": "centre", "money": "right", "note": "left"}
Align = Literal["left", "centre", "right"]


class ListColumn(Strict):
    """One column of a public list: its head in print, how a clerk's file may head it, what stands in it.

    ``name`` tells the rows apart, with the other columns that ``tells_apart``; ``money`` is the amount in 万元.
    """

    label: str
    heads: tuple[str, ...] = Field((), description="what else the column may be called in the clerk's list")
    type: Literal["serial", "name", "text", "level", "money", "note"] = "text"
    required: bool = False
    tells_apart: bool = False
    width: int = Field(ge=1, description="of the drawn table, in twips")
    align: Align | None = None
    read_from: tuple[str, ...] = Field((), description="of a checked case: kind.key of a paper, or the key of an answer")

    @property
    def name(self) -> str:
        """The placeholder in the row of the Word template, ``{{ 行.NAME }}``."""
        return bare(self.label)

    @property
    def names(self) -> tuple[str, ...]:
        """Every head under which a list may bring it."""
        return tuple(dict.fromkeys((self.label, self.name, *self.heads)))

    @property
    def stands(self) -> str:
        """left, centre or right."""
        return self.align or _ALIGNED[self.type]


class PublicList(Strict):
    """A list that is published for some categories, with its columns. What is not a column is not published."""

    name: str = Field(description="its title, and the placeholder of its rows")
    noun: str = Field(description="家企业, 名人才: what is counted")
    categories: tuple[str, ...] = Field(min_length=1, description="ids; PLT-* for all that begin so, PLT for a family")
    columns: tuple[ListColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _columns_fit(self) -> "PublicList":
        kinds = [column.type for column in self.columns]
        if kinds.count("name") != 1 or kinds.count("money") != 1 or kinds.count("serial") > 1:
            raise ValueError("columns 应有一个 type: name 和一个 type: money，至多一个 serial")
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise ValueError("columns 中重复")
        return self

    def holds(self, category: Category) -> bool:
        """Whether the category's applicants stand in this list."""
        return any(self.means(name, category) for name in self.categories)

    @staticmethod
    def means(name: str, category: Category) -> bool:
        """Whether an entry of ``categories`` means the category."""
        return name in ("*", category.id, category.family) or (name.endswith("*") and category.id.startswith(name[:-1]))

    @property
    def key(self) -> ListColumn:
        """The column of the name."""
        return next(column for column in self.columns if column.type == "name")

    @property
    def money(self) -> ListColumn:
        """The column of the amount."""
        return next(column for column in self.columns if column.type == "money")


class Publicity(Strict):
    """How the list is published. ``count``: whether the day of publication is day 1."""

    working_days: int = Field(ge=1)
    count: Literal["inclusive", "next_day"] = "inclusive"
    calendars: tuple[str, ...] = ("cn",)
    publisher: str
    procedure: str
    order: Literal["amount", "none"] = Field(
        "amount", description="by category, then falling amounts; none: 排名不分先后, as listed"
    )
    basis: str
    confirmed: bool = True


class Score(Strict):
    """One thing that the experts give points for."""

    item: str
    points: int = Field(ge=1)


class Notice(Strict):
    """A paper rendered from a Word template of the pack. ``of``: one for a case, or one for a list of cases.

    ``public``: it is published, and refused where it holds personal data; ``official``: the template of the style with document
    number and room for the seal.
    """

    id: str
    name: str
    template: str
    of: Literal["case", "list"]
    public: bool = False
    official: str | None = None
