"""The base of everything that people author in a policy pack."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Unknown keys are refused; values do not change once read. What checks a file is built once, when one is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
