"""Make an offline form and say what to do with it."""

from __future__ import annotations

import secrets
from pathlib import Path
from shlex import quote

from rolefit.cli import complete, output
from rolefit.cli.options import FormRequest, OutputRequest
from rolefit.cli.raters import Rater, clean_name, rater_of
from rolefit.cli.work import OutputOptions, deliver_text, output_options, write
from rolefit.errors import Exit, RolefitError
from rolefit.forms.html import form_html, zip_archive
from rolefit.forms.invitation import Invitation
from rolefit.forms.plain_form import plain_form
from rolefit.forms.xlsform import xlsform
from rolefit.rubric.form_marks import SEED, FormPurpose, form_id
from rolefit.rubric.model import Rubric
from rolefit.rubric.raters import SELF
from rolefit.safe_text import sanitize
from rolefit.storage.documents.builder import text_problem
from rolefit.storage.library import option_for

_PAGES, _PACKED = (".html", ".htm"), ".zip"
_LONGEST_REASON = 1000
_TOOLS = ("xlsform", "text")


def make_form(typed: FormRequest, request: OutputRequest) -> int:
    """Write the form; what to do next is told on stderr."""
    if typed.to is not None:
        return _make_for_tool(typed, request)
    want = _form_options(typed, request)
    rubric = want.inputs.rubric(typed.rubric)
    invitation = _invitation(typed, rubric, rater_of(rubric, typed.about, typed.as_))
    page = form_html(rubric, invitation)
    if want.path is None:
        output.say(page)
        return Exit.DONE
    packed = want.path.suffix.lower() == _PACKED
    content = zip_archive(f"{want.path.stem}.html", page) if packed else page
    write(want.path, content, want)
    output.remark(
        _what_was_written(want.path, invitation, option_for(typed.rubric)), quiet=want.quiet
    )
    return Exit.DONE


def _make_for_tool(typed: FormRequest, request: OutputRequest) -> int:
    """Write the questions for another tool, and say how their answers come back."""
    tool = output.choice(typed.to or "", _TOOLS, "--to")
    personal = (typed.about, typed.as_, typed.rater, typed.asked_by, typed.collector, typed.reason)
    if any(personal) or typed.zipped:
        message = f"--to {tool}: everybody gets the same questions, about themselves"
        raise RolefitError(message, "leave out --about, --as, --for, --zip and their like")
    want = output_options(request._replace(format=complete.PRINTED[0].name), *complete.PRINTED)
    rubric = want.inputs.rubric(typed.rubric)
    if tool == "text":
        deliver_text(plain_form(rubric), want)
        return Exit.DONE
    if want.path is None or want.path.suffix.lower() != ".xlsx":
        hint = f"rolefit form {quote(typed.rubric)} --to xlsform -o form.xlsx"
        raise RolefitError("an XLSForm is a workbook: where should it go?", hint)
    write(want.path, _workbook(rubric), want)
    then = f"rolefit batch {quote(typed.rubric)} EXPORT.csv -o results.csv"
    told = f"Wrote {want.path}. Upload it to ODK, KoboToolbox or Enketo; then export the answers "
    output.remark(f"{told}as CSV with XML values and headers, and: {then}", quiet=want.quiet)
    return Exit.DONE


def _workbook(rubric: Rubric) -> bytes:
    """A rubric as an XLSForm. Raises RolefitError that names the extra."""
    try:
        from rolefit.forms.workbook import workbook
    except ImportError:
        hint = "install it: pip install 'rolefit[xlsx]'"
        raise RolefitError("writing a workbook needs the extra `xlsx`", hint) from None
    return workbook(xlsform(rubric))


def _form_options(typed: FormRequest, request: OutputRequest) -> OutputOptions:
    """Where the form goes. Raises RolefitError where no file is named, or one that is no page."""
    if request.file is None:
        hint = f"rolefit form {quote(typed.rubric)} -o form.html (or -o - for stdout)"
        raise RolefitError("a form is a file to send: where should it go?", hint)
    want = output_options(request._replace(format=complete.PRINTED[0].name), *complete.PRINTED)
    if want.path is None:
        if typed.zipped:
            raise RolefitError("--zip needs a file", "add -o form.zip")
        return want
    ending = want.path.suffix.lower()
    if ending not in (*_PAGES, _PACKED, ""):
        raise RolefitError(f"--output: a form is no `{ending[:20]}` file", "name it form.html")
    if typed.zipped:
        return want._replace(path=want.path.with_suffix(_PACKED))
    return want._replace(path=want.path if ending else want.path.with_suffix(_PAGES[0]))


def _invitation(typed: FormRequest, rubric: Rubric, rater: Rater | None) -> Invitation:
    """Whom the form asks about whom, with an id of its own."""
    group, about = (rater.group, rater.about) if rater else (SELF, None)
    return Invitation(
        form_id=form_id(secrets.token_bytes(SEED), FormPurpose(rubric.content_hash, group, about)),
        group=group,
        about=about,
        rater=_name(typed.rater, "--for"),
        asked_by=_name(typed.asked_by, "--asked-by"),
        collector=_name(typed.collector, "--collector"),
        reason=_reason(typed.reason),
    )


def _name(typed: str | None, option: str) -> str | None:
    """A name that was typed, if one was. Raises RolefitError."""
    return None if typed is None else clean_name(typed, option)


def _reason(typed: str | None) -> str | None:
    """Why it is asked, as one paragraph. Raises RolefitError."""
    if typed is None:
        return None
    text = " ".join(typed.split())
    wrong = text_problem(typed)
    if wrong:
        raise RolefitError(f"--why: {wrong}", "type it in plain letters")
    if not 0 < len(text) <= _LONGEST_REASON:
        message = f"--why: expected 1 to {_LONGEST_REASON} characters"
        raise RolefitError(message, "a sentence or two will do")
    return text if text[-1] in ".?!" else f"{text}."


def _what_was_written(path: Path, invitation: Invitation, own: str) -> str:
    """What was written, and what to do with it."""
    to = invitation.rater or "whoever is to fill it in"
    return sanitize(
        f"Wrote {path} (form {invitation.form_id}). Send it to {to}; the answers come back as a "
        f"file of their own. Then: rolefit score FILE{own}"
    )
