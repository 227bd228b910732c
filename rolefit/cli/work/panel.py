"""Run a round: make the forms, see who is in, and report."""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from shlex import quote

from rolefit.cli import complete, output
from rolefit.cli.options import OutputRequest, RoundRequest
from rolefit.cli.raters import clean_name
from rolefit.cli.rounds import (
    ANSWERS,
    FILE,
    FORMS,
    README,
    Folder,
    Returned,
    check_group,
    open_folder,
    read_raters,
    returned_forms,
    round_text,
    stray_files,
)
from rolefit.cli.work import Inputs, OutputOptions, deliver_study, output_options
from rolefit.cli.work.compare import deliver_comparison
from rolefit.cli.work.match import match_for
from rolefit.cli.work.whatif import parse_change
from rolefit.errors import Exit, RolefitError
from rolefit.forms.html import form_html
from rolefit.forms.invitation import Invitation
from rolefit.reports.contracts import hiring_report, panel_report
from rolefit.reports.pages.panel_page import hiring_page, panel_page
from rolefit.rubric.form_marks import SEED, FormPurpose, form_id
from rolefit.rubric.model import Rubric, read_response
from rolefit.rubric.raters import SELF, rater_view, raters_of
from rolefit.safe_text import sanitize
from rolefit.scoring.evaluate import evaluate
from rolefit.storage.folders import check_folder, write_folder
from rolefit.storage.library import option_for, reason_of
from rolefit.studies import comparison
from rolefit.studies.kit.people import file_name
from rolefit.studies.panel.hiring import HiringView, InterviewerSheet, Looked, hiring_view
from rolefit.studies.panel.round import Round, RoundForm, SecondLook
from rolefit.studies.panel.views import IDENTIFIABLE, RaterSheet, panel_view

_SHOWN = "Nobody but {collector} reads single answers. {about} sees the mean of each group."
_BOSS = (
    "Of a group of one, that is of the boss, it is plain who answered. A group of fewer than "
    "three is told together with others, or not at all."
)
_NAMED = "Your answers are shown under your name."
_HERE = "Put the files that come back into this folder; their names end in .json or .yaml.\n"
_PRIVATE = 0o700
"""Answers are read by whoever collects them, and by nobody else on this computer."""
_ALONE = "Fill it in alone, before you talk with anybody about the candidate."


def start_round(typed: RoundRequest, *, quiet: bool) -> int:
    """Make a round. Nothing is written where anything is wrong."""
    inputs = Inputs()
    rubric = inputs.rubric(typed.rubric)
    about = tuple(dict.fromkeys(clean_name(name, "--about") for name in typed.about))
    known = _groups(rubric, about)
    default = known[0] if len(known) == 1 else None
    rows = read_raters(typed.raters, default, inputs)
    for rater, group in rows:
        check_group(group, known, f"{typed.raters}: {rater}")
    if typed.folder is None:
        raise RolefitError("where to?", "add -o FOLDER, a new one for this round")
    _check_collector(typed, rubric, about)
    round_ = Round(
        format="rolefit-round",
        version=1,
        rubric=_from_folder(typed.rubric, Path(typed.folder)),
        rubric_hash=rubric.content_hash,
        begun=date.today().isoformat(),
        collector=typed.collector,
        named=typed.named or rubric.purpose == "hiring" or not about,
        forms=tuple(
            _form_of_round(rubric, rater, group, name)
            for rater, group in rows
            for name in about or (None,)
        ),
    )
    folder = Path(typed.folder)
    check_folder(folder, force=False)
    files = {
        FILE: round_text(round_),
        README: _readme(round_, rubric, folder),
        f"{ANSWERS}/{README}": _HERE,
        **_form_files(round_, rubric, round_.forms, typed.reason),
    }
    _write(folder, files)
    try:
        folder.chmod(_PRIVATE)
    except OSError as error:  # some disks know nothing of who may read what
        open_to = f"others on this computer may be able to read {folder}: {reason_of(error)}"
        output.remark(f"rolefit: {open_to}", quiet=False)
    output.remark(_begun_text(round_, folder), quiet=quiet)
    return Exit.DONE


def _write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files of a round, each whole or not at all."""
    write_folder(folder, {name: text.encode() for name, text in files.items()})


def _groups(rubric: Rubric, about: tuple[str, ...]) -> tuple[str, ...]:
    """Who can be asked. Raises RolefitError."""
    if not about:
        if rubric.purpose == "hiring" and rubric.about_a_person:
            raise RolefitError("about which candidates?", "add --about NAME for each of them")
        return ("founder", "cofounder", "board", "team", SELF)
    known = raters_of(rubric)
    if not known:
        hint = "without --about several people answer it for their company"
        raise RolefitError(f"`{rubric.rubric}` is not answered about somebody else", hint)
    if len(about) > 1 and rubric.purpose != "hiring":
        raise RolefitError("a round is about one person", "make a round for each of them")
    return known if rubric.purpose == "hiring" else (SELF, *known)


def _check_collector(typed: RoundRequest, rubric: Rubric, about: tuple[str, ...]) -> None:
    """Raise RolefitError where the person themselves would read what others say of them."""
    if not about or rubric.purpose == "hiring" or typed.named:
        return
    if typed.collector is None:
        message = f"who collects the answers? {about[0]} must not: they are anonymous"
        raise RolefitError(message, "add --collector NAME; or --named, and everybody is told so")
    if typed.collector.casefold() == about[0].casefold():
        message = f"{about[0]} would read what others say of {about[0]}, answer by answer"
        raise RolefitError(message, "name somebody else as --collector, or add --named")


def _from_folder(name: str, folder: Path) -> str:
    """A rubric as the file of a round names it: a shipped name, or a path from the folder."""
    if not option_for(name):
        return name
    return str(Path(name).resolve()) if folder.is_absolute() else _relative(Path(name), folder)


def _relative(path: Path, folder: Path) -> str:
    """A path as it is seen from a folder."""
    return os.path.relpath(path.resolve(), folder.resolve())


def _form_of_round(rubric: Rubric, rater: str, group: str, about: str | None) -> RoundForm:
    """One form of a round, with an id of its own."""
    purpose = FormPurpose(rubric.content_hash, group, None if group == SELF else about)
    return RoundForm(
        form=form_id(secrets.token_bytes(SEED), purpose), group=group, rater=rater, about=about
    )


def _form_files(
    round_: Round, rubric: Rubric, forms: tuple[RoundForm, ...], reason: str | None
) -> dict[str, str]:
    """The page of each form, by its name in the folder."""
    first = len(round_.forms) - len(forms) + 1
    found = {}
    for k, asked in enumerate(forms, start=first):
        about = f"-on-{_file_part(asked.about)}" if len(round_.subjects) > 1 and asked.about else ""
        name = f"{FORMS}/{k:03d}-{_file_part(asked.rater)}{about}.html"
        found[name] = form_html(rubric, _invitation(round_, rubric, asked, reason))
    return found


def _file_part(name: str) -> str:
    """A name as part of a file name; of signs alone none is left."""
    return file_name(name) or "rater"


def _invitation(round_: Round, rubric: Rubric, asked: RoundForm, reason: str | None) -> Invitation:
    """What a rater is told."""
    own = asked.group == SELF
    return Invitation(
        form_id=asked.form,
        group=asked.group,
        about=None if own else asked.about,
        rater=asked.rater,
        asked_by=None,
        collector=round_.collector,
        reason=reason,
        handling=None if own else _handling(round_, rubric, asked),
    )


def _handling(round_: Round, rubric: Rubric, asked: RoundForm) -> str:
    """Who sees the answers, and in which form."""
    if rubric.purpose == "hiring":
        return _ALONE
    if round_.named or asked.about is None:
        return _NAMED
    shown = _SHOWN.format(collector=round_.collector, about=asked.about)
    return f"{shown} {_BOSS}" if asked.group == IDENTIFIABLE else shown


def _readme(round_: Round, rubric: Rubric, folder: Path) -> str:
    """What whoever runs the round does next."""
    who = f"about {', '.join(round_.subjects)}" if round_.subjects else "for the company"
    lines = (
        f"{rubric.title}",
        f"A round of {len(round_.forms)} forms, {who}, begun on {round_.begun}.",
        "",
        f"1. Send each rater the file in {FORMS}/ that bears their name. It opens in any browser.",
        f"2. Put the files that come back into {ANSWERS}/; their names end in .json or .yaml.",
        f"3. See who is in:  rolefit panel status {quote(str(folder))}",
        f"4. The report:     rolefit panel report {quote(str(folder))}",
        *_need_lines(round_, rubric, folder),
        "",
        *_privacy_lines(round_),
    )
    return "\n".join(lines) + "\n"


def _need_lines(round_: Round, rubric: Rubric, folder: Path) -> tuple[str, ...]:
    """How candidates are held against what the company needs."""
    if rubric.purpose != "hiring" or not round_.subjects:
        return ()
    return (f"5. Who covers it:  rolefit panel report {quote(str(folder))} --need NEED.yaml",)


def _privacy_lines(round_: Round) -> tuple[str, ...]:
    """How far the round is anonymous."""
    if round_.named:
        return ("This round is not anonymous: answers are shown under names.",)
    return (
        f"Anonymous as far as {round_.collector} keeps it so: whoever opens a file in {ANSWERS}/",
        "reads what one person said. Hand on the report, and never this folder.",
    )


def _begun_text(round_: Round, folder: Path) -> str:
    """What was made."""
    count = len(round_.forms)
    return (
        f"made {count} {'form' if count == 1 else 'forms'} in {folder / FORMS}; what to do next is "
        f"in {folder / README}"
    )


def add_rater(name: str, rater: str, group: str | None, *, quiet: bool) -> int:
    """Make the forms of one more rater."""
    folder = open_folder(name)
    round_, rubric = folder.round, folder.rubric
    known = _groups(rubric, round_.subjects)
    chosen = group or (known[0] if len(known) == 1 else None)
    if chosen is None:
        raise RolefitError("as what?", f"add --as {' or '.join(known)}")
    check_group(chosen, known, "--as")
    who = clean_name(rater, "--rater")
    if any(asked.rater.casefold() == who.casefold() for asked in round_.forms):
        raise RolefitError(f"{who} has a form already", "tell people of one name apart")
    more = tuple(_form_of_round(rubric, who, chosen, about) for about in round_.subjects or (None,))
    grown = round_.model_copy(update={"forms": (*round_.forms, *more)})
    pages = _form_files(grown, rubric, more, None)
    _write(folder.path, {**pages, FILE: round_text(grown)})
    for path in pages:
        output.remark(f"wrote {folder.path / path}", quiet=quiet)
    return Exit.DONE


def show_status(name: str) -> int:
    """Say who is in: by group while the round is anonymous, otherwise by name."""
    folder = open_folder(name)
    back = {one.asked.form for one in returned_forms(folder)}
    _remark_stray(folder, quiet=False)
    forms = folder.round.forms
    lines = [f"{len(back)} of {len(forms)} forms are in."]
    if folder.round.named:
        for asked in forms:
            about = f" on {asked.about}" if asked.about and len(folder.round.subjects) > 1 else ""
            state = "in" if asked.form in back else "not yet"
            lines.append(f"{asked.rater}{about}: {state} ({asked.form})")
    else:
        whole = Counter(asked.group for asked in forms)
        here = Counter(asked.group for asked in forms if asked.form in back)
        lines += [f"{group}: {here[group]} of {whole[group]}" for group in whole]
    output.say("".join(f"{sanitize(line)}\n" for line in lines))
    return Exit.DONE


def _remark_stray(folder: Folder, *, quiet: bool) -> None:
    """Say what lies among the answers and is not read."""
    for path in stray_files(folder):
        page = path.name.lower().endswith((".html", ".htm"))
        why = "a form, not the file that it saves" if page else "no file named .json or .yaml"
        output.remark(f"{path}: not read, it is {why}", quiet=quiet)


def look_again(name: str, form: str, change: str, reason: str, *, quiet: bool) -> int:
    """Note a second look; the first answer stays beside it."""
    folder = open_folder(name)
    asked = next((one for one in folder.round.forms if one.form == form), None)
    if asked is None:
        raise RolefitError(f"no form of this round is called `{form[:80]}`", "see: panel status")
    item, _ = parse_change(change, rater_view(folder.rubric, asked.about))
    text = clean_name(reason, "--reason")
    look = SecondLook(form=form, item=item, answer=change.partition("=")[2], reason=text)
    others = [x for x in folder.round.second_looks if (x.form, x.item) != (form, item)]
    grown = folder.round.model_copy(update={"second_looks": (*others, look)})
    _write(folder.path, {FILE: round_text(grown)})
    output.remark(f"noted a second look at {item} by {asked.rater}", quiet=quiet)
    return Exit.DONE


def report_round(
    name: str, request: OutputRequest, *, incomplete: bool, need: str | None = None
) -> int:
    """Report on what came back; with a need, of candidates, who covers it."""
    want = output_options(request, *complete.STUDY)
    folder = open_folder(name, want.inputs)
    back = returned_forms(folder)
    _remark_stray(folder, quiet=want.quiet)
    if not back:
        hint = f"put the files that come back into {folder.path / ANSWERS}"
        raise RolefitError("no form is in yet", hint)
    if folder.rubric.purpose == "hiring" and folder.round.subjects:
        missing = _missing(folder, back, incomplete=incomplete)
        if need is None:
            return _report_hiring(folder, back, want, missing)
        return _match_round(folder, back, need, want, missing)
    if need is not None:
        raise RolefitError("--need is for a round about candidates", "leave it out")
    if not folder.round.subjects:
        return _report_founders(folder, back, want)
    return _report_person(folder, back, want)


def _report_person(folder: Folder, back: tuple[Returned, ...], want: OutputOptions) -> int:
    """Oneself beside others. What is told is noted before it is shown."""
    about = folder.round.subjects[0]
    sheets = [_sheet(folder, one) for one in back]
    found, told = panel_view(folder.round, folder.rubric, sheets, about)
    if not folder.round.named and told != folder.round.published:
        noted = folder.round.model_copy(update={"published": told})
        _write(folder.path, {FILE: round_text(noted)})
    deliver_study(
        lambda: panel_page(found, folder.rubric), lambda: panel_report(found, folder.rubric), want
    )
    return Exit.DONE


def _sheet(folder: Folder, one: Returned) -> RaterSheet:
    """A form that came back, evaluated in the rater's wording."""
    rubric = rater_view(folder.rubric, one.answered.responses.respondent.about)
    mark = one.answered.responses.form
    notes = tuple(r.note for r in one.responses.values() if r.note) if mark else ()
    shared = notes if mark is not None and mark.shares_notes else ()
    return RaterSheet(one.asked.form, one.asked.group, evaluate(rubric, one.responses), shared)


_Missing = list[tuple[str, str]]


def _missing(folder: Folder, back: tuple[Returned, ...], *, incomplete: bool) -> _Missing:
    """Interviewer and candidate of each form that is not in; scores stay closed until none is."""
    here = {one.asked.form for one in back}
    missing = [(a.rater, a.about or "") for a in folder.round.forms if a.form not in here]
    if missing and not incomplete:
        first, about = missing[0]
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        message = f"scores stay closed until all forms are in: {first} on {about}{more}"
        raise RolefitError(message, "--incomplete shows them all the same, and says so")
    return missing


def _match_round(
    folder: Folder,
    back: tuple[Returned, ...],
    need: str,
    want: OutputOptions,
    missing: _Missing,
) -> int:
    """Hold the candidates of a round against the need; say what should have come first."""
    found = _hiring_view(folder, back, missing)
    for interviewer, candidate in missing:
        output.remark(f"not in yet: {interviewer} on {candidate}", quiet=want.quiet)
    apart = sum(view.look_again for view in found.items)
    if apart:
        answers = "1 answer is" if apart == 1 else f"{apart} answers are"
        output.remark(
            f"{answers} two levels apart or more, and nobody has looked again; see: rolefit panel "
            f"report {quote(str(folder.path))}",
            quiet=want.quiet,
        )
    files = [one.answered.document.name for one in back]
    rubric = folder.name if option_for(folder.name) else None
    names = [f"{one.asked.about} ({one.asked.rater})" for one in back]
    return match_for((need, None), files, rubric, want, names=names)


def _report_hiring(
    folder: Folder, back: tuple[Returned, ...], want: OutputOptions, missing: _Missing
) -> int:
    """Candidates side by side, once all forms are in."""
    found = _hiring_view(folder, back, missing)
    deliver_study(
        lambda: hiring_page(found, folder.rubric), lambda: hiring_report(found, folder.rubric), want
    )
    return Exit.DONE


def _hiring_view(folder: Folder, back: tuple[Returned, ...], missing: _Missing) -> HiringView:
    """What the interviewers of a round saw."""
    sheets = [_candidate_sheet(folder, one) for one in back]
    looks = {
        (look.form, look.item): Looked(look, _words(folder.rubric, look))
        for look in folder.round.second_looks
    }
    return hiring_view(folder.rubric, sheets, missing, looks)


def _candidate_sheet(folder: Folder, one: Returned) -> InterviewerSheet:
    """One interviewer's form about one candidate."""
    about = one.asked.about or ""
    found = evaluate(rater_view(folder.rubric, about), one.responses)
    return InterviewerSheet(one.asked.form, one.asked.rater, about, one.responses, found)


def _words(rubric: Rubric, look: SecondLook) -> str:
    """The answer of a second look in words."""
    item = rubric.item(look.item)
    response = read_response(item, item.parse_typed(look.answer))
    return item.shown(response.answer) if response.answer is not None else response.state


def _report_founders(folder: Folder, back: tuple[Returned, ...], want: OutputOptions) -> int:
    """Several people on one company: where they differ, and what to settle."""
    if len(back) < 2:
        raise RolefitError("one form alone cannot be compared", "wait for another one")
    entrants = [comparison.Entrant(one.asked.rater, one.answered.responses) for one in back]
    deliver_comparison(folder.rubric, entrants, want, file=back[0].answered.document.name)
    return Exit.DONE
