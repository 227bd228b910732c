"""Forms for tests: an invitation with an id that fits, and the page."""

from __future__ import annotations

import json
import re
from typing import Any

from rolefit.forms.html import form_html
from rolefit.forms.invitation import Invitation
from rolefit.rubric.form_marks import SEED, FormPurpose, form_id
from rolefit.rubric.model import Rubric

BOSS: dict[str, Any] = {"group": "boss", "about": "Dana"}


def invite(rubric: Rubric, seed: bytes = bytes(range(SEED)), **more: Any) -> Invitation:
    """An invitation to fill in a form on a rubric."""
    group, about = more.get("group", "self"), more.get("about")
    made = form_id(seed, FormPurpose(rubric.content_hash, group, about))
    return Invitation(form_id=made, **more)


def form(rubric: Rubric, **more: Any) -> str:
    """The page of a form."""
    return form_html(rubric, invite(rubric, **more))


def data_of(page: str) -> dict[str, Any]:
    """What a page knows of its questions."""
    (found,) = re.findall(
        r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL
    )
    data: dict[str, Any] = json.loads(found)
    return data
