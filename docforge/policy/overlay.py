"""An overlay: what a yearly guide (申报指南) adds to a policy, in a file of its own."""

from typing import Literal

from pydantic import Field

from docforge.core import codes
from docforge.core.errors import DocforgeError
from docforge.core.text import did_you_mean
from docforge.policy.category import Awards, Category, Condition, Event, Fact, Requirement
from docforge.policy.model import OpenPoint, Policy, Window
from docforge.policy.papers import Publicity
from docforge.policy.strict import Strict


class Addition(Strict):
    """What is added to one category, or to all variants of one. ``awards``: by id of the event, after those it has."""

    requirements: tuple[Requirement, ...] = ()
    evidence: tuple[Requirement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    facts: tuple[Fact, ...] = ()
    awards: dict[str, Awards] = Field({})


class Overlay(Strict):
    """The content of an overlay file."""

    schema_: Literal["docforge.overlay/1"] = Field(alias="schema")
    id: str
    title: str
    of: str = Field(description="id of the policy")
    example: bool = Field(False, description="invented: for trying out, not for use")
    basis: str
    window: Window | None = None
    publicity: Publicity | None = None
    facts: tuple[Fact, ...] = ()
    categories: dict[str, Addition] = Field({})
    open_points: tuple[OpenPoint, ...] = ()


def overlaid(policy: Policy, overlay: Overlay) -> Policy:
    """The policy with the overlay's additions; the policy itself is not changed.

    Raises DocforgeError P402 for an overlay of another policy, or for categories and events that the policy does not have.
    """
    if overlay.of != policy.id:
        raise DocforgeError(codes.POLICY_INVALID, overlay.id, problem=f"这是政策“{overlay.of}”的补充文件，不能用于“{policy.id}”")
    known = {c.id for c in policy.categories}
    for name in overlay.categories:
        if name not in known:
            hint = did_you_mean(name, sorted(known))
            raise DocforgeError(codes.POLICY_INVALID, overlay.id, problem=f"政策“{policy.id}”没有类别“{name}”{hint}")
    changes: dict[str, object] = {
        "categories": tuple(
            _added(c, overlay.categories[c.id], overlay) if c.id in overlay.categories else c for c in policy.categories
        ),
        "facts": (*policy.facts, *overlay.facts),
        "open_points": (*policy.open_points, *overlay.open_points),
        "window": overlay.window or policy.window,
        "publicity": overlay.publicity or policy.publicity,
    }
    return Policy.model_validate(policy.model_copy(update=changes).model_dump(by_alias=True))


def _added(category: Category, addition: Addition, overlay: Overlay) -> Category:
    variants = tuple(v.model_copy(update={"events": _awarded(v.events, addition)}) for v in category.variants)
    _check_events(category, addition, overlay)
    more = {
        name: (*getattr(category, name), *getattr(addition, name)) for name in ("requirements", "evidence", "conditions", "facts")
    }
    return category.model_copy(update={**more, "events": _awarded(category.events, addition), "variants": variants})


def _check_events(category: Category, addition: Addition, overlay: Overlay) -> None:
    events = {event.id for leaf in category.leaves() for event in leaf.events}
    unknown = [name for name in addition.awards if name not in events]
    if unknown:
        problem = f"类别“{category.id}”没有情形 {'、'.join(unknown)}，只有 {'、'.join(sorted(events))}"
        raise DocforgeError(codes.POLICY_INVALID, overlay.id, problem=problem)


def _awarded(events: tuple[Event, ...], addition: Addition) -> tuple[Event, ...]:
    return tuple(event.model_copy(update={"award": (*event.award, *addition.awards.get(event.id, ()))}) for event in events)
