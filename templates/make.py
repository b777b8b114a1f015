"""Draws the Word templates of the shipped packs: GB/T 9704-2012 page, placeholders as people write them.

Run it after a change of layout or of a policy's public lists (``python -m templates.make``); a test compares its product with
the committed files.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from docx.document import Document

from docforge.policy.loader import load_policy
from templates.drawing import forms, letters, public, sheets, talent
from templates.drawing.page import packed

HERE = Path(__file__).parent
STARTER = "../docforge/casework/starter"
Draw = Callable[[], Document]


def notices(pack: str) -> dict[str, Draw]:
    """The clerk's papers of one pack, by file name; its public lists decide what stands in the published ones."""
    lists = load_policy((HERE / pack).resolve()).policy.lists
    drawn: dict[str, Draw] = {
        "checklist": letters.checklist,
        "acceptance": letters.acceptance,
        "supplement": letters.supplement,
        "rejection": letters.rejection,
        "review": letters.review,
        "case_sheet": sheets.case_sheet,
        "allocation": sheets.allocation,
        "summary": sheets.summary,
        "publicity": partial(public.publicity, lists),
        "publicity_official": partial(public.publicity, lists, official=True),
        "publicity_again": partial(public.publicity, lists, again=True),
        "publicity_again_official": partial(public.publicity, lists, official=True, again=True),
        "publicity_result": public.result,
    }
    return {f"{pack}/notices/{name}.docx": draw for name, draw in drawn.items()}


TEMPLATES: dict[str, Draw] = {
    "yining/forms/annex2.docx": talent.annex2,
    "yining/forms/annex3.docx": forms.annex3,
    "yining/forms/annex4.docx": forms.annex4,
    "yining/forms/annex5.docx": forms.annex5,
    "yining/forms/annex6.docx": forms.annex6,
    "yining/forms/annex7.docx": forms.annex7,
    f"{STARTER}/forms/application.docx": forms.starter_form,
    **notices("yining"),
    **notices("changji"),
    **notices(STARTER),
}

if __name__ == "__main__":
    for name, draw in TEMPLATES.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(packed(draw()))
