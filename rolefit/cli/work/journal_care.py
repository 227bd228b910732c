"""Check the journal, and save what can be read of a damaged one."""

from __future__ import annotations

from datetime import datetime

from rolefit.cli import complete, output
from rolefit.cli.deliver import deliver_page, output_options
from rolefit.cli.options import OutputRequest
from rolefit.errors import Exit
from rolefit.reports.pages.check_page import check_page, readable
from rolefit.safe_text import sanitize
from rolefit.storage.journal.database import store_exists
from rolefit.storage.journal.repair import repair
from rolefit.storage.journal.store import store_path
from rolefit.storage.journal.survey import survey


def check_journal(request: OutputRequest) -> int:
    """Show whether the journal is whole; 1 if something is wrong."""
    want = output_options(request, *complete.PRINTED)
    path = store_path()
    if not store_exists(path):
        output.remark("nothing was ever kept; there is nothing to check")
        return Exit.DONE
    found = survey(path)
    deliver_page(check_page(found, path=str(path)), want)
    return Exit.NO if found.damage or found.remarks or found.empty else Exit.DONE


def repair_journal(*, quiet: bool) -> int:
    """Save what can be read in a new file; the damaged one is kept."""
    path = store_path()
    done = repair(path, now=datetime.now()) if store_exists(path) else None
    if done is None:
        output.remark("nothing is damaged; nothing was changed", quiet=quiet)
        return Exit.DONE
    for damage in done.found.damage:
        output.remark(f"what was wrong: {damage}", quiet=quiet)
    output.remark(f"saved in a new file: {readable(done.found)}", quiet=quiet)
    kept = "The damaged file holds answers too: delete it once you need it no more. It is kept as"
    if not quiet:  # a path that is broken over two lines cannot be copied
        output.to_stderr(f"{kept}\n{sanitize(str(done.kept))}")
    return Exit.DONE
