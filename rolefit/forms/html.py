"""A form as one HTML file: it asks, keeps and saves by itself, and cannot send anything.

Its policy lets run nothing but its own script, named by its hash, and lets nothing be fetched.
Everything else in it is text.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rolefit import __version__
from rolefit.forms.invitation import Invitation, heading, introduction
from rolefit.forms.questions import page_data, questions_of
from rolefit.rubric.form_marks import NEWEST
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import rater_view
from rolefit.safe_text import sanitize

_TEMPLATES = Path(__file__).parent / "templates"
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
"""Signs that could end a script or begin markup."""


def form_html(rubric: Rubric, invitation: Invitation) -> str:
    """The form; in ASCII, so that any mail program carries it."""
    view = rater_view(rubric, invitation.about)
    questions = questions_of(view)
    script, style = _part("form.js"), _part("form.css")
    text = (
        _environment()
        .get_template("form.html")
        .render(
            rubric=view,
            invitation=invitation,
            heading=heading(invitation, view),
            introduction=tuple(introduction(invitation, view, len(questions))),
            questions=questions,
            data=Markup(_as_json(_data(rubric, invitation, page_data(questions)))),  # noqa: S704
            script=Markup(script),  # noqa: S704 - our own
            style=Markup(style),  # noqa: S704
            script_hash=_hash_of(script),
            style_hash=_hash_of(style),
            version=__version__,
        )
    )
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def zip_archive(name: str, page: str) -> bytes:
    """A form in an archive of its own, the same bytes for the same form."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo(name), page.encode("ascii"), ZIP_DEFLATED)
    return stream.getvalue()


def _data(rubric: Rubric, invitation: Invitation, items: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page saves with the answers, and its questions."""
    return {
        "rubric": rubric.rubric,
        "version": rubric.version,
        "hash": rubric.content_hash,
        "form": invitation.form_id,
        "file": NEWEST,
        "group": invitation.group,
        "about": invitation.about,
        "items": items,
    }


def _as_json(data: dict[str, Any]) -> str:
    """Data as it may stand in a script element, whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return "".join(_IN_SCRIPT.get(sign, sign) for sign in text)


@cache
def _environment() -> Environment:
    """Templates in which no text from outside can be anything but text."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finish_output,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,
    )


def _finish_output(value: object) -> object:
    """What a template prints: our own parts as they are, anything else as harmless text."""
    return value if hasattr(value, "__html__") else sanitize(str(value))


@cache
def _part(name: str) -> str:
    """The script or the style, without indents and without lines that are comments."""
    lines = (line.strip() for line in (_TEMPLATES / name).read_text("ascii").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _hash_of(text: str) -> str:
    """The hash by which a policy names a script or style."""
    return b64encode(sha256(text.encode("ascii")).digest()).decode("ascii")
