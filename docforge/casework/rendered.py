"""A Word template of a policy pack rendered with the policy's state in it."""

from collections.abc import Mapping

from docforge.core.lazy import resolve
from docforge.policy.model import Policy

BANNER = "政策状态"
"""The placeholder under which a template prints what state its policy is in."""


def stated(values: Mapping[str, object], policy: Policy) -> dict[str, object]:
    """The values with the policy's state among them."""
    return {**values, BANNER: policy.banner}


def render(template: str, values: Mapping[str, object], *, verified: bool = True) -> bytes:
    """The template with the values; ``verified``: opened again and every value looked for in it.

    Raises DocforgeError as ``Template.render`` does.
    """
    made: bytes = resolve("docforge.rendering.template:template")(template).render(values, verified=verified)
    return made
