"""What strangers' files, hostile text and a failing world may do to a run: nothing but one message.

Every run ends with a code of ours (0 done, 1 no, 2 unusable, 3 our trouble, 130 interrupted,
141 pipe closed, 143 terminated), never with a traceback, never by a signal. Whatever a hostile file
holds, reading it takes less than 5 s and 400 MB. No text from a file or a name acts in a terminal.
"""

import ast
import json
import os
import pickle
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import unicodedata
from contextlib import suppress
from functools import partial
from importlib.util import cache_from_source
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

import rolefit as package
from rolefit.safe_text import sanitize

CODE = Path(package.__file__).parent
SECONDS, MEGABYTES = 5, 400
CODES = (0, 1, 2, 3, 130, 141, 143)
HEAD = """\
rubric: tiny
version: "1.0"
model: contrast
title: A tiny rubric
audience: tests
purpose: development
minutes: 1
evidence_status: advice_only
limits: [made up]
outcomes: {a: {name: an a, summary: A.}, b: {name: a b, summary: B.}}
dimensions: {d: {name: D, about: D., weight: 1}}
texts: {too_close: {summary: Close.}, not_yet: {summary: Not yet.}}
"""
FIRST = """\
  - id: one
    type: single
    dimension: d
    ask: One?
    allow_na: false
    options: [{id: x, text: X., favors: {a: 1}}, {id: y, text: Y., favors: {b: 1}}]
"""
RUBRIC = f"{HEAD}items:\n{FIRST}"
ANSWERS = "rubric: tiny\nanswers: {one: x}\n"


class Process(NamedTuple):
    """What a process of its own did."""

    code: int
    out: str
    err: str
    megabytes: float


ENVIRONMENT = {
    "PATH": os.defpath,
    "PYTHONPATH": str(CODE.parent),
    "HOME": "/nonexistent/home",
    "LANG": "C.UTF-8",
    "TERM": "xterm",
    "COLUMNS": "80",
}
MODULE = (sys.executable, "-m", "rolefit")


LAUNCHER = """
import json, os, resource, sys
report, seconds, *command = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
child = os.fork()
if not child:
    os.execvp(command[0], command)
_, status, usage = os.wait4(child, 0)
with open(int(report), "w") as stream:
    json.dump([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime,
               usage.ru_maxrss / 1024], stream)
"""
"""Starts a command and tells how it ended. A process counts as its own the memory of the one that
forked it (Linux, getrusage(2)), so it is not forked from the test run, which holds much more."""


def process(*arguments, folder=None, command=MODULE, **environment) -> Process:
    """Run rolefit in a process of its own, under the limits, and see how it ends."""
    file = tempfile.TemporaryFile
    with file() as out, file() as err, file() as report:
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(report.fileno()), str(SECONDS)]
        child = subprocess.Popen(
            [*launcher, *command, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env={**ENVIRONMENT, **environment},
            pass_fds=[report.fileno()],
            start_new_session=True,
        )
        ended(child)
        code, seconds, megabytes = json.loads(text_of(report))
        ran = Process(code, text_of(out), text_of(err), megabytes)
    assert ran.code in CODES
    assert "Traceback" not in ran.err
    assert seconds < SECONDS
    assert ran.megabytes < MEGABYTES
    return ran


def ended(child) -> int:
    """Exit code of a process, which is stopped with its children when it takes too long."""
    own = os.getpgid(child.pid) == child.pid
    stop = partial(os.killpg, child.pid, signal.SIGKILL) if own else child.kill
    stuck = threading.Timer(4 * SECONDS, stop)
    stuck.start()
    try:
        return child.wait()
    finally:
        stuck.cancel()


def text_of(stream) -> str:
    """Everything that was written to a temporary file."""
    stream.seek(0)
    return stream.read().decode("utf-8", "backslashreplace")


def shell(line: str, **environment) -> Process:
    """A line for the shell, in which $rolefit is the program."""
    environment = {"rolefit": " ".join(MODULE), **environment}
    return process("-c", line, command=("/bin/sh",), **environment)


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a file into the folder in which the test runs."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, content: str | bytes) -> str:
        raw = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(raw)
        return name

    return put


@pytest.fixture
def check(rolefit, write):
    """What `rolefit rubric check` says about a rubric."""

    def run(content: str | bytes, name: str = "rubric.yaml"):
        return rolefit("rubric", "check", write(name, content), "--quiet")

    return run


@pytest.fixture
def score(rolefit, write):
    """What `rolefit score` says about answers to a rubric."""

    def run(answers: str | bytes = ANSWERS, rubric: str = RUBRIC, options=(), name="answers.yaml"):
        write("rubric.yaml", rubric)
        return rolefit("score", write(name, answers), "--rubric", "rubric.yaml", *options)

    return run


def changed(old: str, new: str, text: str = RUBRIC) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_the_rubric_and_the_answers_that_the_others_are_made_from_are_sound(check, score):
    assert check(RUBRIC) == (0, "", "")
    assert score().code == 0


# --- 1 Reading a rubric from a stranger ------------------------------------------------------

DEEP = {
    "lists.yaml": "[" * 25_000,
    "questions.yaml": "? " * 50_000,
    "lists.json": "[" * 500_000,
    "quoted.json": '{"' + '\\"' * 200_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_deep_nesting_is_refused_before_anything_recursive_runs(name, write, tmp_path):
    ran = process("rubric", "check", write(name, DEEP[name]), folder=tmp_path)
    assert ran.code == 1
    assert ran.out.startswith(f"{name}:1:")
    assert ran.megabytes < 400


BOMBS = {
    "aliases": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n",
    "a list in itself": "a: &a [*a]\n",
    "a mapping in itself": "a: &a {b: *a}\n",
    "merge keys": "<<: [&a {b: 1}, *a, *a]\n",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_grows_by_reference_is_refused(bomb, check):
    ran = check(BOMBS[bomb])
    assert ran.code == 1
    assert "not allowed" in ran.out


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "huge.yaml").open("wb") as stream:
        stream.write(b"rubric: tiny\n")
        stream.truncate(1_000_000_000)
    ran = process("rubric", "check", "huge.yaml", folder=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("huge.yaml: larger than 1 MiB")
    assert ran.megabytes < 400


@pytest.mark.parametrize("source", ["/dev/zero", "-"])
def test_a_source_without_an_end_is_refused(source):
    ran = shell(f"$rolefit score {source} </dev/zero")
    assert (ran.code, ran.out) == (2, "")
    assert "larger than 1 MiB" in ran.err
    assert ran.megabytes < 400


def test_a_pipe_whose_size_nobody_can_tell_is_read_to_the_limit_only(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    ran = shell(f"cd {tmp_path}; cat /dev/zero >pipe.yaml & $rolefit score pipe.yaml")
    assert ran.code == 2
    assert "larger than 1 MiB" in ran.err


# Directives, unknown names and open questions by the thousand: each must stay cheap.
def many_options(count: int) -> str:
    """Items of many options, none of which speaks for the second outcome."""
    options = ", ".join(f"{{id: o{k}, text: T{k}, favors: {{a: 0.{k + 1}}}}}" for k in range(8))
    item = "{{id: m{}, type: multi, dimension: d, ask: Q?, allow_na: false, options: [{}]}}"
    return "".join(f"  - {item.format(k, options)}\n" for k in range(count))


def short_items(count: int, more: str = "") -> str:
    """Items as short as they can be, for all to be answered."""
    options = "[{id: x, text: T, favors: {a: 1}}, {id: y, text: U, favors: {b: 1}}]"
    item = f"type: single, dimension: d, ask: Q?, allow_na: false, options: {options}"
    return "".join(f"  - {{id: s{k}, {item}{more}}}\n" for k in range(count))


def facts(count: int) -> str:
    """Questions that decide whether another one is asked."""
    fact = "type: yes_no, ask: Q?, allow_na: false"
    asked = "".join(f"  - {{id: f{k}, {fact}}}\n" for k in range(count))
    any_of = ", ".join(f'{{item: f{k}, is: "yes"}}' for k in range(count))
    options = "[{id: x, text: T, favors: {a: 1}}, {id: y, text: U, favors: {b: 1}}]"
    hidden = f"type: single, dimension: d, ask: Q?, ask_when: {{any: [{any_of}]}}"
    return f"{asked}  - {{id: h, {hidden}, options: {options}}}\n"


def unknown_gates(count: int) -> str:
    gate = "name: G, on_fail: flag, reason: R., when: {item: %s, is: x}"
    return "".join(f"  - {{id: g{k}, {gate % f's_{k}'}}}\n" for k in range(count))


COSTLY_RUBRICS = {
    "directives": "".join(f"%TAG !{k}! x\n" for k in range(70_000)) + "---\n" + RUBRIC,
    "unknown keys": RUBRIC + "".join(f"limitz{k}: 1\n" for k in range(45_000)),
    "options nobody gains by": f"{HEAD}items:\n{many_options(200)}",
    "unknown items in gates": f"{HEAD}items:\n{short_items(1_500)}gates:\n{unknown_gates(1_500)}",
}


@pytest.mark.parametrize("kind", COSTLY_RUBRICS)
def test_a_rubric_made_to_be_costly_is_checked_within_the_limits(kind, write, tmp_path):
    raw = COSTLY_RUBRICS[kind].encode()
    assert len(raw) <= 1 << 20
    ran = process("rubric", "check", write("costly.yaml", raw), folder=tmp_path)
    assert ran.code in (0, 1)
    assert ran.out.count("\n") < 300


COSTLY_PAIRS = {
    "open options": (f"{RUBRIC}{many_options(200)}", ANSWERS),
    "open branches": (f"{RUBRIC}{facts(12)}{short_items(200)}", ANSWERS),
    "many items": (f"{RUBRIC}{short_items(1_000)}", ANSWERS),
    "unknown answers": (RUBRIC, ANSWERS[:-2] + "".join(f", k{k}: 1" for k in range(40_000)) + "}"),
    "a long name": (RUBRIC, "rubric: tiny\nanswers:\n  ? " + "x" * 9_999 + "\n  : 1\n"),
    "control codes": (RUBRIC, 'answers: ["\\e"' + ', "\\e"' * 40_000 + "]\n"),
}


@pytest.mark.parametrize("kind", COSTLY_PAIRS)
def test_answers_made_to_be_costly_are_scored_within_the_limits(kind, write, tmp_path):
    rubric, answers = COSTLY_PAIRS[kind]
    write("rubric.yaml", rubric)
    file = write("answers.yaml", answers)
    ran = process("score", file, "--rubric", "rubric.yaml", folder=tmp_path)
    assert ran.code in (0, 2)
    assert len(ran.err) < 100_000


TAGS = [
    "!!python/object/apply:os.system ['touch acted']",
    "!!python/object/new:os.system ['touch acted']",
    "!!python/name:os.system",
    "!include acted.yaml",
    "!!binary aGVsbG8=",
    "!!set {a, b}",
    "!!timestamp x",
    "!!bool x",
    "!!float ''",
]


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_is_refused_and_does_nothing(tag, check, tmp_path):
    ran = check(changed("title: A tiny rubric", f"title: {tag}"))
    assert ran.code == 1
    assert ran.out.startswith("rubric.yaml:4:8: tags (")
    assert [path.name for path in tmp_path.iterdir()] == ["rubric.yaml"]


@pytest.mark.parametrize(
    ("text", "second", "first"),
    [
        (changed("minutes: 1", "minutes: 1\nminutes: 9"), "8", "7"),
        (changed("minutes: 1", "minutes: 1\n'minutes': 1"), "8", "7"),
        (changed("    ask: One?", "    ask: One?\n    ask: Two?"), "18", "17"),
        (RUBRIC + "items: []\n", "20", "13"),
    ],
)
def test_a_key_that_is_given_twice_is_refused_with_both_lines(text, second, first, check):
    ran = check(text)
    assert ran.code == 1
    (told,) = re.findall(r":(\d+):\d+: `\w+` is given twice \(first in line (\d+)\)", ran.out)
    assert told == (second, first)


WORDS = ["no", "yes", "on", "off", "n", "null_", "true_"]


@pytest.mark.parametrize("word", WORDS)
def test_an_option_called_like_a_word_of_yaml_1_1_is_chosen_without_quotes(word, score):
    rubric = changed("{id: x,", f"{{id: {word},")
    ran = score(f"rubric: tiny\nanswers: {{one: {word}}}\n", rubric, ("--format", "json"))
    assert ran.code == 0
    assert json.loads(ran.out)["assessment"]["verdict"]["outcome"] == "a"


@pytest.mark.parametrize(("word", "shown"), [("no", "No"), ("yes", "Yes"), ("false", "No")])
def test_a_yes_or_no_is_answered_without_quotes(word, shown, score):
    rubric = RUBRIC + "  - {id: two, type: yes_no, dimension: d, also_scores: true, toward: a, "
    rubric += "ask: Two?}\n"
    ran = score(f"rubric: tiny\nanswers: {{one: x, two: {word}}}\n", rubric, ("--full",))
    assert ran.code == 0
    assert re.search(rf"\b{shown}\b", ran.out)


NO_WEIGHTS = [
    *[".nan", ".inf", "-.inf", "1e400", "1e3", "-1", "0", "0.0", "-0.5", "true", '"2"', "no"],
    *["012", "0x1F", "1_000", "1:30", "2001-01-01", "", "[1]", "{a: 1}", "٣", "1000001"],
    *["1" * 19, "1" * 401, "1" * 4_301, "0." + "0" * 20 + "1", "1:" + "59:" * 2_000 + "59"],
]


@pytest.mark.parametrize("written", NO_WEIGHTS, ids=lambda text: text[:12])
def test_a_weight_that_is_no_plain_number_above_nought_is_refused(written, check):
    ran = check(changed("weight: 1", f"weight: {written}" if written else "weight: 00"))
    assert ran.code == 1
    assert ran.out.startswith("rubric.yaml:11:46: dimensions.d.weight: expected a ")
    assert len(ran.out) < 1_000


@pytest.mark.parametrize("written", ["1", "0.5", "1000000", "0.000000000000000001", "+3", "1.10"])
def test_a_weight_in_plain_digits_is_taken(written, check):
    assert check(changed("weight: 1", f"weight: {written}")).code == 0


@pytest.mark.parametrize("ends", ["[5, 5]", "[5, 1]", "[0]", "[0, 1, 2]", "[.nan, 1]", "[0, 1e9]"])
def test_a_range_that_is_none_is_refused(ends, check):
    item = f"  - {{id: two, type: numeric, ask: Two?, unit: hours, range: {ends}}}\n"
    ran = check(RUBRIC + item)
    assert ran.code == 1
    assert "items.1.range" in ran.out


ENCODINGS = {
    "utf-16": "saved as UTF-16",
    "utf-16-le": "saved as UTF-16",
    "utf-16-be": "saved as UTF-16",
    "utf-32": "saved as UTF-",
    "latin-1": "is not UTF-8",
    "cp1252": "is not UTF-8",
    "shift-jis": "is not UTF-8",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_in_another_encoding_is_refused_with_what_to_do(encoding, check):
    letters = "表" if encoding == "shift-jis" else "é"
    ran = check(changed("A tiny", letters).encode(encoding))
    assert (ran.code, ran.out) == (2, "")
    assert ENCODINGS[encoding] in ran.err
    assert "UTF-8" in ran.err.split("\n")[1]


SHAPES = {
    "nothing": "",
    "a list": "- a\n- b\n",
    "a text": "just text\n",
    "two documents": f"{RUBRIC}---\n{RUBRIC}",
    "a web page": "<!DOCTYPE html><html><head><title>404</title></head></html>\n",
    "a merge conflict": "<<<<<<< HEAD\nrubric: a\n=======\nrubric: b\n>>>>>>> b\n",
    "null": "~\n",
    "zeros": b"\0" * 100,
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a program": b"\x7fELF\x02\x01\x01\0",
    "a zip file": b"PK\x03\x04\x14\0\x08\x08",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_that_is_no_rubric_at_all_is_refused_in_a_few_lines(shape, check):
    ran = check(SHAPES[shape])
    assert ran.code in (1, 2)
    assert 1 <= len((ran.out or ran.err).splitlines()) <= 5
    assert (ran.out + ran.err).startswith("rubric.yaml:")


def test_a_misspelt_weight_is_an_error_with_the_word_that_was_meant(check):
    ran = check(changed("weight: 1", "wieght: 1"))
    assert ran.code == 1
    assert "dimensions.d.wieght: unknown key" in ran.out
    assert "did you mean `weight`?" in ran.out


@pytest.mark.parametrize("key", ["extends", "include", "$ref", "file", "pattern", "script"])
@pytest.mark.parametrize("value", ["../../etc/passwd", "file:///etc/passwd", "http://127.0.0.1/x"])
def test_nothing_in_a_rubric_opens_another_file_or_the_network(key, value, check):
    opened = []

    def note(event, arguments):
        if event == "open" or event.startswith("socket."):
            opened.append(str(arguments[0]))

    noting = [note]
    sys.addaudithook(lambda event, arguments: noting and noting[0](event, arguments))
    text = f"{key}: {value}\n{RUBRIC}" + f"  - {{{key}: {value}}}\n"
    ran = check(text)
    noting.clear()
    assert ran.code == 1
    assert f"{key}: unknown key" in ran.out
    assert "rubric.yaml" in opened
    assert not [name for name in opened if "passwd" in name or "127.0.0.1" in name]


@pytest.mark.parametrize(
    "condition",
    [
        "\"__import__('os').system('touch acted')\"",
        '"one == x"',
        '"3**3999999"',
        '"{one.__class__}"',
        '"{{ 7 * 7 }}"',
        "{eval: \"__import__('os').system('touch acted')\"}",
        "{item: one, matches: '(a+)+$'}",
        "{item: one, is: \"__import__('os').system('touch acted')\"}",
    ],
)
def test_a_condition_is_data_and_never_a_program(condition, check, tmp_path):
    gate = f"gates: [{{id: g, name: G, when: {condition}, on_fail: flag, reason: R.}}]\n"
    ran = check(RUBRIC + gate)
    assert ran.code == 1
    assert "gates.0.when" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["rubric.yaml"]


def gate_of(condition: str) -> str:
    return f"{RUBRIC}gates:\n  - {{id: g, name: G, when: {condition}, on_fail: flag, reason: R.}}\n"


@pytest.mark.parametrize(("parts", "code"), [(999, 0), (1_000, 1)])
def test_a_condition_of_a_thousand_parts_is_taken_and_not_one_more(parts, code, check):
    inside = ", ".join(["{item: one, is: x}"] * parts)
    ran = check(gate_of(f"{{any: [{inside}]}}"))
    assert ran.code == code
    assert ("at most 1000 are allowed" in ran.out) == bool(code)


@pytest.mark.parametrize(("depth", "code"), [(8, 0), (9, 1), (25, 1)])
def test_a_condition_eight_levels_deep_is_taken_and_not_one_more(depth, code, check):
    condition = "{not: " * (depth - 1) + "{item: one, is: x}" + "}" * (depth - 1)
    ran = check(gate_of(condition))
    assert ran.code == code
    assert ("at most 8 are allowed" in ran.out) == bool(code)


def test_a_branch_looks_back_only_so_that_none_can_chase_its_tail(check):
    item = '  - {id: %s, type: yes_no, ask: Q?, ask_when: {item: %s, is: "yes"}}\n'
    ran = check(RUBRIC + item % ("p", "q") + item % ("q", "p") + item % ("r", "r"))
    assert ran.code == 1
    assert ran.out.count("is asked later") == 2


# Word lists of the audit, joined from constants that stand in the same modules or beside them.
OWN_PATTERNS = {"audit/reading.py", "audit/wording.py"}
# The one program that is ever started, without a shell and only where --pager asks for it.
STARTS = {"cli/pager.py": {"subprocess"}}
FORBIDDEN = {"eval", "exec", "compile", "__import__", "execfile"}
DOORS = {"subprocess", "socket", "urllib", "http", "ssl", "ctypes", "marshal", "shelve", "code"}
SOURCES = sorted(CODE.rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(CODE).as_posix())
def test_no_module_evaluates_text_starts_programs_or_opens_the_network(path):
    closed = DOORS - STARTS.get(path.relative_to(CODE).as_posix(), set())
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                assert name not in FORBIDDEN
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr=name)):
                assert name not in ("system", "popen", "execv", "spawnv", "fork")
            case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr=name)):
                assert name == "parse"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[pattern, *_]):
                ours = path.relative_to(CODE).as_posix() in OWN_PATTERNS
                assert ours or isinstance(pattern, ast.Constant), "a pattern not in the source"
            case ast.Call(func=ast.Attribute(value=text, attr="format" | "format_map")):
                assert isinstance(text, ast.Constant | ast.Name), "a template not in the source"
            case ast.Import(names=names):
                assert not {n.name.partition(".")[0] for n in names} & closed
            case ast.ImportFrom(module=module):
                opens = (module or "").partition(".")[0] in closed
                assert not opens or module == "urllib.parse"  # only takes text apart


TEMPLATES = "{0.__class__} {one} {{7*7}} {% x %} %s %(a)s ${HOME} $(id) `id` <%= 1 %> #{1}"


@pytest.mark.parametrize("format", ["terminal", "markdown", "json"])
def test_a_template_in_a_rubric_is_only_text(format, score):
    rubric = changed("summary: A.", f'summary: "{TEMPLATES}"')
    ran = score(rubric=rubric, options=("--format", format))
    words = ran.out
    if format == "markdown":  # as a forge shows it: without escapes and what keeps signs apart
        words = re.sub(r"\\(?=[!-/:-@\[-`{-~])|&#8203;", "", words)
    if format == "json":
        # The texts of the rubric are no part of the JSON report; the sentence names the outcome.
        rubric = changed("name: an a", f'name: "{TEMPLATES}"')
        words = json.loads(score(rubric=rubric, options=("--format", format)).out)["sentence"]
    assert ran.code == 0
    assert TEMPLATES in " ".join(words.split())


HOSTILE = ["yaml", "typing", "rich", "typer", "pydantic", "decimal", "fractions", "json"]


@pytest.fixture
def cloned(tmp_path):
    """A stranger's folder, full of modules that would act when imported."""
    for name in HOSTILE:
        (tmp_path / f"{name}.py").write_text("open('acted', 'w'); raise SystemExit('acted')\n")
    (tmp_path / "sitecustomize.py").write_text("open('acted', 'w')\n")
    (tmp_path / "tiny.yaml").write_text(RUBRIC)
    (tmp_path / "answers.yaml").write_text(ANSWERS)
    return tmp_path


SCORE = ("score", "answers.yaml", "--rubric", "tiny.yaml")


@pytest.mark.parametrize("python_path", [str(CODE.parent), f"{CODE.parent}:."])
def test_a_module_in_the_current_folder_is_not_imported_by_python_m(cloned, python_path):
    # A folder that the user's own PYTHONPATH names comes before any line of ours: sitecustomize.
    (cloned / "sitecustomize.py").unlink()
    ran = process(*SCORE, folder=cloned, PYTHONPATH=python_path)
    assert ran.code == 0
    assert not (cloned / "acted").exists()


def test_a_module_in_the_current_folder_is_not_imported_by_the_script(cloned, tmp_path_factory):
    script = tmp_path_factory.mktemp("bin") / "rolefit"
    script.write_text("from rolefit.__main__ import run\nrun()\n")
    ran = process(*SCORE, folder=cloned, command=(sys.executable, str(script)))
    assert ran.code == 0
    assert not (cloned / "acted").exists()


def test_no_settings_are_taken_from_the_current_folder(cloned, write, rolefit):
    plain = rolefit(*SCORE)
    for name in ("rolefit.toml", ".rolefit.toml", "rolefit.yaml", ".rolefitrc", "pyproject.toml"):
        write(name, "format = 'json'\n[tool.rolefit]\nformat = 'json'\n")
    assert rolefit(*SCORE) == plain
    assert plain.code == 0


def pickled(folder: Path) -> bytes:
    """Bytes that make a file in `folder` when they are unpickled."""

    class Acts:
        def __reduce__(self):
            return (open, (str(folder / "acted"), "w"))

    return pickle.dumps(Acts())


def test_what_lies_beside_a_strangers_rubric_is_never_unpickled(write, rolefit, tmp_path):
    from rolefit.storage import rubric_cache as compiled  # noqa: PLC0415 - the one module that unpickles anything

    file = tmp_path / write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)
    for place in (compiled.place(file), Path(cache_from_source(str(file)))):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(compiled.key(RUBRIC.encode()) + pickled(tmp_path))
    assert rolefit("score", "answers.yaml", "--rubric", "rubric.yaml").code == 0
    assert rolefit("score", "answers.yaml", "--rubric", str(file)).code == 0
    assert rolefit("rubric", "check", "rubric.yaml").code == 0
    assert not (tmp_path / "acted").exists()


# --- 2 Answers files -------------------------------------------------------------------------

BAD_JSON = {
    "NaN": ('{"rubric": "tiny", "answers": {"two": NaN}}', "NaN"),
    "Infinity": ('{"rubric": "tiny", "answers": {"two": -Infinity}}', "Infinity"),
    "1e400": ('{"rubric": "tiny", "answers": {"two": 1e400}}', "expected a number"),
    "digits": ('{"rubric": "tiny", "answers": {"two": 1%s}}' % ("0" * 400), "expected a number"),
    "twice": ('{"rubric": "tiny", "answers": {"one": "x", "one": "y"}}', "given twice"),
    "deep": ('{"rubric": "tiny", "answers": {"one": ' + "[" * 1_000, "nested more than 32 deep"),
    "surrogate": ('{"rubric": "tiny", "answers": {"one": "\\ud800"}}', "U+D800"),
    "escape": ('{"rubric": "tiny", "answers": {"\\u001b[2J": 1}}', "U+001B"),
    "cut": ('{"rubric": "tiny", "answers": {"one": "x"', "not valid JSON"),
}
TWO = "  - {id: two, type: numeric, ask: Two?, unit: hours, range: [0, 100]}\n"


@pytest.mark.parametrize("kind", BAD_JSON)
@pytest.mark.parametrize("name", ["answers.json", "-"])
def test_json_that_other_readers_bend_is_refused(kind, name, rolefit, write):
    text, told = BAD_JSON[kind]
    write("rubric.yaml", RUBRIC + TWO)
    write("answers.json", text)
    ran = rolefit("score", name, "--rubric", "rubric.yaml", stdin=text.encode())
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


BAD_ANSWERS = {
    "one: z": "unknown option `z`",
    "one: 1": "expected the name of an option",
    "one: [x]": "expected the name of an option",
    "two: -1": "expected 0 to 100 hours",
    "two: 100.5": "expected 0 to 100 hours",
    "two: ten": "expected a number of hours",
    "two: true": "expected a number of hours",
    'two: "10"': "expected a number of hours",
    "two: 1e1": "expected a number of hours",
    "two: 0x10": "expected a number of hours",
    "two: 010": "expected a number of hours",
    "two: 1_0": "expected a number of hours",
    "two: 1,5": "expected a number of hours",
    "two: ٣": "expected a number of hours",
    "two: ３": "expected a number of hours",
    "two: " + "1" * 5_000: "expected a number of hours",
    "tow: 10": "unknown item",
    "one: not_applicable": "this item always applies",
}


@pytest.mark.parametrize("answer", BAD_ANSWERS, ids=lambda text: text[:16])
def test_an_answer_that_is_none_is_refused_and_nothing_is_scored(answer, score):
    ran = score(f"rubric: tiny\nanswers:\n  {answer}\n", RUBRIC + TWO)
    assert (ran.code, ran.out) == (2, "")
    column = 3 if "unknown item" in BAD_ANSWERS[answer] else 8
    assert ran.err.startswith(f"answers.yaml:3:{column}: answers.")
    assert BAD_ANSWERS[answer] in ran.err
    assert len(ran.err) < 1_000


def test_all_bad_answers_are_told_at_once_and_fifty_at_most(score):
    wrong = "".join(f"  k{k}: 1\n" for k in range(60))
    ran = score(f"rubric: tiny\nanswers:\n  one: z\n{wrong}")
    assert ran.err.count("unknown item") == 49
    assert "unknown option `z`" in ran.err
    assert "... and 11 more problems in answers.yaml" in ran.err


@pytest.mark.parametrize("open_", ["", "two: ", "two: dont_know", "two: skipped", "two: null"])
def test_a_missing_answer_is_a_state_of_its_own_and_never_nought(open_, score):
    item = "  - {id: two, type: numeric, dimension: d, ask: T?, unit: hours, range: [0, 10], "
    item += "toward: a, breakpoints: [{at: 0, value: 0}, {at: 10, value: 1}]}\n"
    rubric = RUBRIC + FIRST.replace("one", "three") + item
    answers = f"rubric: tiny\nanswers:\n  one: x\n  three: x\n  {open_}\n"
    ran = score(answers, rubric, ("--format", "json"))
    found = json.loads(ran.out)["assessment"]
    assert [outcome["score"] for outcome in found["outcomes"]] == [100, 0]
    state = "dont_know" if "dont_know" in open_ else "skipped"
    assert [(m["item"], m["state"]) for m in found["missing"]] == [("two", state)]


TAMPERED = {
    "rubric: ../rubric\nanswers: {}\n": "rubric: expected a short name",
    "rubric: /etc/passwd\nanswers: {}\n": "rubric: expected a short name",
    "rubric: tiny.yaml\nanswers: {}\n": "rubric: expected a short name",
    "rubric: tiny\nanswers: {}\nweights: {d: 9}\n": "weights: unknown key",
    "rubric: tiny\nanswers: {}\nsettings: {max_lost_weight: 1}\n": "settings: unknown key",
    "rubric: tiny\nanswers: {}\nrater: other\n": "rater: unknown key",
    "rubric: tiny\nanswers: {}\nrespondent: {id: other}\n": "respondent.id: unknown key",
    "rubric: tiny\nanswers: {one: {answer: x, weight: 9}}\n": "answers.one: expected one of",
    "rubric: tiny\nanswers: {}\nrubric_hash: sha256:x\n": "rubric_hash: expected sha256",
    "rubric: tiny\nanswers: {}\nrubric_version: 1.0\n": "rubric_version: expected a text",
}


@pytest.mark.parametrize("text", TAMPERED)
def test_a_responses_file_can_give_answers_and_change_nothing_else(text, score):
    ran = score(text)
    assert (ran.code, ran.out) == (2, "")
    assert TAMPERED[text] in ran.err


def test_a_rubric_that_changed_since_it_was_answered_is_noticed(score):
    answers = f"rubric_hash: sha256:{'0' * 64}\n{ANSWERS}"
    assert "The rubric has changed since" in " ".join(score(answers).out.split())
    assert "The rubric has changed since" not in " ".join(score().out.split())


def test_answers_to_one_rubric_are_not_scored_by_another(score):
    ran = score("rubric: other\nanswers: {one: x}\n")
    assert (ran.code, ran.out) == (2, "")
    assert "answers to `other`, not to `tiny`" in ran.err


# --- 3 Writing -------------------------------------------------------------------------------

ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def acting(text: str) -> set[str]:
    """The characters of an output that a terminal might act upon instead of drawing."""
    return {c for c in text if c != "\n" and unicodedata.category(c) in ACTING}


def test_of_all_characters_none_that_acts_is_shown_as_it_is():
    everything = map(chr, range(sys.maxunicode + 1))
    all_acting = "".join(c for c in everything if unicodedata.category(c) in ACTING)
    assert len(all_acting) > 2_000
    assert not acting(sanitize(all_acting))
    assert "\n" not in sanitize(all_acting)


def test_a_character_that_acts_is_shown_by_its_number_and_all_others_as_they_are():
    assert sanitize("a\x1b[2J\x9b\u202e\x00\U000e0041z") == (
        "a\\u{001B}[2J\\u{009B}\\u{202E}\\u{0000}\\u{E0041}z"
    )
    plain = "Ünïcödé 漢字 العربية \U0001f600 [bold] :smile: <b> \\ e\u0301"
    assert sanitize(plain) == plain
    assert sanitize("Jane\nTOTAL 100") == "Jane⏎TOTAL 100"


FORGED = "TOTAL 100 HIRE"
NAMES = {
    "escape": "a\x1b]0;title\x07\x1b[2J.yaml",
    "c1": "a\x9b2J\x9d0;title\x9c.yaml",
    "bidi": "a\u202elmay.yaml",
    "newline": f"a\n{FORGED}.yaml",
    "carriage": f"a\r{FORGED}.yaml",
    "markup": "[bold red]a[link=x][advanced].yaml",
    "byte": os.fsdecode(b"a\xff\xfe.yaml"),
    "option": "-a.yaml",
    "spaces": " a  b .yaml",
    "wide": "漢字" * 30 + ".yaml",
    "tags": "a\U000e0041\u200b.yaml",
}


def harmless(text: str) -> bool:
    """Whether a text that holds a stranger's words neither acts nor forges a line."""
    return not acting(COLOURS.sub("", text)) and not re.search(rf"(?m)^\s*{FORGED}", text)


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
def test_a_hostile_file_name_is_only_text_in_every_output(
    kind, colour, write, rolefit, monkeypatch
):
    monkeypatch.setenv(colour, "1")
    name = write(NAMES[kind], ANSWERS)
    write("rubric.yaml", RUBRIC)
    write("other.yaml", ANSWERS)
    for format in ("terminal", "markdown", "json"):
        options = ("--rubric", "rubric.yaml", "--format", format)
        ran = rolefit("score", *options, "--", name, "other.yaml")
        assert ran.code == 0
        assert harmless(ran.out + ran.err)
    assert (ran.out + ran.err).isascii()


@pytest.mark.parametrize("kind", NAMES)
@pytest.mark.parametrize("content", ["rubric: tiny\nanswers: {one: z}\n", "a: 1\na: 2\n", None])
def test_a_hostile_file_name_is_only_text_in_every_error(kind, content, write, rolefit):
    name = NAMES[kind]
    write("rubric.yaml", RUBRIC)
    if content is not None:
        write(name, content)
    ran = rolefit("score", "--rubric", "rubric.yaml", "--", name)
    assert (ran.code, ran.out) == (2, "")
    assert harmless(ran.err)
    for format in ("text", "json", "github"):
        ran = rolefit("rubric", "check", "--format", format, "--", f"./{name}")
        assert ran.code in (1, 2)
        assert harmless(ran.out + ran.err)


COMMANDS = [
    ("{}",),
    ("score", "--{}"),
    ("score", "answers.yaml", "--rubric", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--format", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--require", "{}"),
    ("score", "answers.yaml", "--rubric", "rubric.yaml", "--output", "none/{}"),
    ("demo", "{}"),
    ("demo", "--case", "{}"),
    ("explain", "{}"),
    ("rubric", "{}"),
    ("rubric", "show", "{}"),
    ("rubric", "test", "{}"),
    ("rubric", "check", "rubric.yaml", "--format", "{}"),
    ("rubric", "schema", "{}"),
    ("rubric", "schema", "--responses", "{}"),
    ("rubric", "new", "{}"),
    ("rubric", "new", "x", "--model", "{}"),
    ("rubric", "blank", "{}"),
]


@pytest.mark.parametrize("kind", ["escape", "newline", "carriage", "byte"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_hostile_word_on_the_command_line_is_only_text_in_the_error(
    command, kind, write, rolefit
):
    write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)
    ran = rolefit(*(part.replace("{}", NAMES[kind].removesuffix(".yaml")) for part in command))
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert harmless(ran.err)


@pytest.mark.parametrize(
    "answers",
    [
        f'{{one: "z\\n{FORGED}"}}',
        f'{{"one\\n{FORGED}": x}}',
        f'{{"\\n{FORGED}\\n": x}}',
        f'{{one: {{"answer\\n{FORGED}": x}}}}',
        f'{{two: "z\\n{FORGED}"}}',
        f'{{three: ["z\\n{FORGED}"]}}',
    ],
)
def test_an_answer_cannot_forge_a_line_of_the_error_about_it(answers, score):
    more = "  - {id: three, type: multi, ask: Q?, options: [{id: x, text: X}, {id: y, text: Y}]}\n"
    ran = score(f"rubric: tiny\nanswers: {answers}\n", RUBRIC + TWO + more)
    assert ran.code == 2
    assert harmless(ran.err)


@pytest.mark.parametrize(
    "key", [f'"x\\n{FORGED}": 1', f'respondent: {{"x\\n{FORGED}": 1}}', f'date: "x\\n{FORGED}"']
)
def test_a_key_or_value_cannot_forge_a_line_of_the_error_about_it(key, score):
    ran = score(f"{ANSWERS}{key}\n")
    assert ran.code == 2
    assert harmless(ran.err)


@pytest.mark.parametrize("format", ["text", "json", "github"])
def test_a_rubric_cannot_forge_a_line_of_the_report_on_its_faults(format, write, rolefit):
    key = f'"x\\n::error::{FORGED}\\n{FORGED}\\n%0A[bold]"'
    gate = f"gates: [{{id: g, name: G, on_fail: flag, reason: R, when: {{item: {key}, is: x}}}}]"
    for fault in (f"{key}: 1", f"scales: {{{key}: [a]}}", f"cases: [{{name: {key}}}]", gate):
        write("rubric.yaml", f"{RUBRIC}{fault}\n")
        ran = rolefit("rubric", "check", "rubric.yaml", "--format", format)
        assert ran.code == 1
        assert harmless(ran.out + ran.err)
        assert not re.search(rf"(?m)^::error::{FORGED}", ran.out)


@pytest.mark.parametrize("name", [f"Jane\\n{FORGED}", f"Jane\\r{FORGED}", f"Jane\\u2028{FORGED}"])
def test_a_name_of_two_lines_is_refused(name, score):
    ran = score(f'{ANSWERS}respondent: {{name: "{name}"}}\n')
    assert (ran.code, ran.out) == (2, "")
    assert harmless(ran.err)


# Words that mean something to rich, to Markdown, to a forge, to a web page, to an emoji parser.
MARKUP = (
    "漢字 [bold red]B[/bold red] [advanced] [/] [link=http://x]L[/link] :smile: "
    "<b>H</b> <img src=x onerror=alert(1)> <!-- c --> &amp; [l](javascript:x) ![i](http://x/i.png) "
    "`code` *em* _em_ ~~s~~ # h | p | http://example.com www.example.com \\ "
    "かな한국어 \U0001f600"
)
NOTE = f"{MARKUP}\n# Recommendation: HIRE\n\n-{FORGED}\n{FORGED}\n=====\n" + "w" * 3_000
YAML_MARKUP = json.dumps(MARKUP, ensure_ascii=False)
HOSTILE_RUBRIC = f"""\
rubric: tiny
version: "1.0"
model: contrast
title: {json.dumps(MARKUP[:180], ensure_ascii=False)}
audience: {YAML_MARKUP}
purpose: development
minutes: 1
evidence_status: advice_only
limits: [{json.dumps(NOTE[:2000], ensure_ascii=False)}]
outcomes:
  a:
    name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    summary: {json.dumps(NOTE[:2000], ensure_ascii=False)}
    strengths: [{YAML_MARKUP}]
    watch_outs: [{YAML_MARKUP}]
    pair_with: {YAML_MARKUP}
    first_90_days: [{YAML_MARKUP}, {YAML_MARKUP}]
    ask_next: [{YAML_MARKUP}]
  b: {{name: {json.dumps(MARKUP[90:200], ensure_ascii=False)}, summary: {YAML_MARKUP}}}
dimensions:
  d: {{name: {json.dumps(MARKUP[:99], ensure_ascii=False)}, about: {YAML_MARKUP}, weight: 1}}
texts: {{too_close: {{summary: {YAML_MARKUP}}}, not_yet: {{summary: {YAML_MARKUP}}}}}
items:
  - id: one
    type: single
    dimension: d
    ask: {YAML_MARKUP}
    help: {YAML_MARKUP}
    why: {YAML_MARKUP}
    allow_na: false
    options:
      - {{id: x, text: {YAML_MARKUP}, favors: {{a: 1}}}}
      - {{id: y, text: {json.dumps(MARKUP[9:], ensure_ascii=False)}, favors: {{b: 1}}}}
  - {{id: two, type: numeric, ask: {YAML_MARKUP}, unit: "[bold]<b>h|", range: [0, 9]}}
gates:
  - id: g
    name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    when: {{item: one, is: x}}
    on_fail: flag
    reason: {YAML_MARKUP}
    fix: {YAML_MARKUP}
cases:
  - name: {json.dumps(MARKUP[:180], ensure_ascii=False)}
    story: {YAML_MARKUP}
    answers: {{one: x}}
    expect: {{outcome: b}}
"""
HOSTILE_ANSWERS = json.dumps(
    {
        "rubric": "tiny",
        "respondent": {"name": MARKUP[:190]},
        "answers": {"one": {"answer": "x", "note": NOTE}, "two": {"dont_know": NOTE}},
    },
    ensure_ascii=False,
)
PAGES = {
    "score": ("score", "answers.json", "--rubric", "rubric.yaml"),
    "score --full": ("score", "answers.json", "--rubric", "rubric.yaml", "--full"),
    "several": ("score", "answers.json", "other.json", "--rubric", "rubric.yaml"),
    "show": ("rubric", "show", "rubric.yaml"),
    "test": ("rubric", "test", "rubric.yaml"),
}


@pytest.fixture
def hostile(write):
    """A rubric and answers to it in which every text is hostile."""
    write("rubric.yaml", HOSTILE_RUBRIC)
    write("answers.json", HOSTILE_ANSWERS)
    write("other.json", HOSTILE_ANSWERS)


@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
@pytest.mark.parametrize("kind", PAGES)
def test_hostile_text_is_only_text_in_the_terminal(kind, colour, hostile, rolefit, monkeypatch):
    monkeypatch.setenv(colour, "1")
    ran = rolefit(*PAGES[kind])
    assert ran.code == (1 if kind == "test" else 0)
    assert ran.err == ""
    assert harmless(ran.out)
    assert (colour == "FORCE_COLOR") == ("\x1b[" in ran.out)
    words = "".join(COLOURS.sub("", ran.out).split())
    for markup in ("[boldred]B[/boldred][advanced][/][link=http://x]", ":smile:<b>H</b>"):
        assert markup in words


@pytest.mark.parametrize("kind", PAGES)
def test_hostile_text_is_only_text_in_markdown(kind, hostile, rolefit):
    ran = rolefit(*PAGES[kind], "--format", "markdown")
    assert harmless(ran.out)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(ran.out)
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    kinds = {token.type for token in flat}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"}
    assert not kinds & {"s_open", "code_block", "hr"}
    for heading, text in pairwise(tokens):
        if heading.type == "heading_open" and heading.tag == "h1":
            assert not text.content.startswith("Recommendation")
        assert not (heading.type == "heading_open" and heading.markup in "=-")
    assert not re.search(r"(?i)\b(?:https?://|www\.)\w", ran.out)


def test_every_row_of_a_markdown_table_has_the_cells_of_its_heading(hostile, rolefit):
    ran = rolefit(*PAGES["score --full"], "--format", "markdown")
    tables = re.findall(r"(?m)(?:^\|.*\n)+", ran.out)
    assert tables
    for table in tables:
        counts = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(counts) == 1


def test_hostile_text_is_ascii_in_json_and_comes_back_as_it_was(hostile, rolefit):
    ran = rolefit(*PAGES["score"], "--format", "json")
    assert ran.out.isascii()
    assert not acting(ran.out)
    assert json.loads(ran.out)["assessment"]["respondent"] == MARKUP[:190]


def test_a_blank_responses_file_for_a_hostile_rubric_is_a_sound_one(hostile, rolefit, write):
    blank = rolefit("rubric", "blank", "rubric.yaml")
    assert blank.code == 0
    assert not acting(blank.out)
    lines = blank.out.splitlines()
    assert not [line for line in lines if FORGED in line and not line.lstrip().startswith("#")]
    ran = rolefit("score", write("blank.yaml", blank.out), "--rubric", "rubric.yaml")
    assert ran.code == 0
    assert "Not enough answers" in ran.out


LIMITS = [("A tiny rubric", 200), ("audience: tests", 2_000), ("summary: A.", 2_000)]


@pytest.mark.parametrize(("where", "most"), LIMITS)
def test_a_text_has_a_longest_length(where, most, check):
    key = "title: " if where.startswith("A") else f"{where.partition(':')[0]}: "
    old = f"title: {where}" if where.startswith("A") else where
    assert check(changed(old, key + "x" * most)).code == 0
    ran = check(changed(old, key + "x" * (most + 1)))
    assert ran.code == 1
    assert f"too long: at most {most} characters" in ran.out


def test_a_word_of_ten_thousand_characters_is_folded_within_the_limits(score):
    answer = {"answer": "x", "note": "w" * 10_000}
    start = process_time()
    ran = score(json.dumps({"rubric": "tiny", "answers": {"one": answer}}), options=("--full",))
    assert ran.code == 0
    assert process_time() - start < SECONDS
    assert max(map(len, ran.out.splitlines())) <= 80
    assert ran.out.count("w") > 10_000


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.category(c) == "Mn" for c in text)


@pytest.mark.parametrize("width", [20, 40, 56, 80, 120])
@pytest.mark.parametrize("kind", ["score --full", "several", "show"])
def test_no_line_is_wider_than_the_terminal(kind, width, hostile, rolefit, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    ran = rolefit(*PAGES[kind])
    assert ran.code == 0
    assert max(map(columns, ran.out.splitlines())) <= width


# Where reports may be written, and where not.
@pytest.fixture
def report(rolefit, write):
    """Score into a file."""
    write("rubric.yaml", RUBRIC)
    write("answers.yaml", ANSWERS)

    def run(target: str, *options: str):
        return rolefit(*SCORE[:3], "rubric.yaml", "--output", target, *options)

    return run


def test_a_report_is_written_where_it_was_asked_for(report, tmp_path):
    assert report("report.md") == (0, "", "wrote report.md\n")
    assert (tmp_path / "report.md").read_text("utf-8").startswith("# A tiny rubric\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "answers.yaml",
        "report.md",
        "rubric.yaml",
    ]


def test_a_file_that_exists_is_replaced_only_with_force(report, tmp_path):
    target = tmp_path / "report.md"
    target.write_text("mine")
    ran = report("report.md")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "report.md: exists already\n    add --force to replace it\n"
    assert target.read_text() == "mine"
    assert report("report.md", "--force").code == 0
    assert target.read_text("utf-8").startswith("# A tiny rubric")


@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_is_replaced_and_what_it_points_at_stays(dangling, report, tmp_path):
    treasure = tmp_path / "treasure"
    if not dangling:
        treasure.write_text("mine")
    (tmp_path / "report.md").symlink_to(treasure)
    assert report("report.md").code == 2
    assert (tmp_path / "report.md").is_symlink()
    assert report("report.md", "--force").code == 0
    assert not (tmp_path / "report.md").is_symlink()
    assert treasure.exists() != dangling
    assert dangling or treasure.read_text() == "mine"


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_folders_devices_and_pipes_are_no_place_for_a_report(force, report, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/null")
    for target in (".", "/", "/dev/null", "/dev/full", "pipe"):
        ran = report(target, *force)
        assert ran.code == 2
        assert ran.out == ""
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


NO_PLACES = {
    "missing folder": "none/report.md",
    "file as folder": "rubric.yaml/report.md",
    "too long": "x" * 300,
    "far too long": "x/" * 5_000,
    "null": "a\0b.md",
    "surrogate": "a\ud800b.md",
    "empty": "",
}


@pytest.mark.parametrize("kind", NO_PLACES)
def test_a_place_that_cannot_be_written_is_told_in_one_message(kind, report, tmp_path):
    before = sorted(tmp_path.iterdir())
    ran = report(NO_PLACES[kind])
    assert ran.code in (2, 3)
    assert ran.out == ""
    assert 1 <= ran.err.count("\n") <= 3
    assert harmless(ran.err)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "name", ["../escape", "/tmp/escape", "a/b", "a b", "A", "", ".", "ä", "a" * 65]
)
def test_a_new_rubric_is_never_written_outside_by_its_name(name, rolefit, write, tmp_path):
    write("kept", "")
    ran = rolefit("rubric", "new", name)
    assert ran.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_a_full_disk_leaves_the_old_report_and_nothing_half_written(
    step, report, tmp_path, monkeypatch
):
    (tmp_path / "report.md").write_text("mine")

    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, full)
    ran = report("report.md", "--force")
    monkeypatch.undo()
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("report.md: No space left on device")
    assert (tmp_path / "report.md").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640)])
def test_a_report_gets_no_more_permissions_than_the_user_gives_new_files(
    mask, mode, report, tmp_path
):
    before = os.umask(mask)
    try:
        assert report("report.md").code == 0
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.md").stat().st_mode) == mode


def test_a_report_is_private_while_it_is_being_written(report, tmp_path, monkeypatch):
    modes = []
    sync = os.fsync

    def note(handle):
        found = os.fstat(handle)
        modes.extend([stat.S_IMODE(found.st_mode)] if stat.S_ISREG(found.st_mode) else [])
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    assert report("report.md").code == 0
    assert modes == [0o600]


# --- a bug of ours ---------------------------------------------------------------------------

SECRET = "Jane Doe, 4711"
FAULTS = {
    "ValueError": ValueError(SECRET),
    "KeyError": KeyError(SECRET),
    "RecursionError": RecursionError(SECRET),
    "MemoryError": MemoryError(SECRET),
    "AssertionError": AssertionError(SECRET),
    "UnicodeEncodeError": UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_bug_of_ours_is_one_message_without_any_value_of_the_user(kind, score, monkeypatch):
    def fail(*_arguments):
        name = SECRET  # a local variable that must not be shown either
        raise FAULTS[kind] from RuntimeError(name)

    monkeypatch.setattr("rolefit.storage.documents.assess", fail)
    ran = score(f"{ANSWERS}respondent: {{name: '{SECRET}'}}\n")
    assert (ran.code, ran.out) == (3, "")
    assert "this is a bug" in ran.err
    assert ran.err.count("\n") == 2
    for word in (SECRET, "Jane", "4711", "Traceback", "RuntimeError"):
        assert word not in ran.err
    assert harmless(ran.err)


def test_details_of_a_bug_are_shown_only_to_those_who_ask(score, monkeypatch):
    def fail(*_arguments):
        raise ValueError(SECRET)

    monkeypatch.setattr("rolefit.storage.documents.assess", fail)
    monkeypatch.setenv("ROLEFIT_DEBUG", "1")
    with pytest.raises(ValueError, match=SECRET):
        score()


def test_a_model_that_refuses_a_value_does_not_quote_it():
    from rolefit.rubric.responses import Responses  # noqa: PLC0415

    with pytest.raises(ValueError, match="rubric") as caught:
        Responses.model_validate({"rubric": SECRET, "answers": SECRET})
    assert "Jane" not in str(caught.value)


# --- 4 Faults of the world -------------------------------------------------------------------

RESULTS = ["demo --quiet", "", "--version", "--help"]


@pytest.mark.parametrize("command", RESULTS)
def test_a_closed_output_is_an_error_and_not_a_lost_result(command):
    ran = shell(f"$rolefit {command} >&-")
    assert ran.code == 3
    assert "stdout is closed" in ran.err


@pytest.mark.parametrize("command", RESULTS)
def test_a_full_output_is_an_error_and_not_a_lost_result(command):
    ran = shell(f"$rolefit {command} >/dev/full")
    assert ran.code == 3
    assert "No space left on device" in ran.err
    assert ran.err.count("\n") <= 2


@pytest.mark.parametrize("command", ["demo --full --quiet", "--help", "--version"])
def test_a_reader_that_has_gone_ends_the_run_quietly(command):
    reader, writer = os.pipe()
    os.close(reader)
    with tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [*MODULE, *command.split()], stdout=writer, stderr=err, env=ENVIRONMENT
        )
        os.close(writer)
        code = ended(child)
        assert (code, text_of(err)) == (141, "")


def test_the_first_line_may_be_all_that_is_read():
    ran = shell("$rolefit demo --full --quiet | head -1")
    assert ran.code == 0
    assert ran.out.count("\n") == 1
    assert ran.err == ""


@pytest.mark.parametrize("where", ["2>&-", "2>/dev/full", ">&- 2>&- <&-"])
def test_an_error_that_cannot_be_told_still_gives_its_code(where):
    assert shell(f"$rolefit score none.yaml {where}").code == 2


def test_without_an_input_a_pipe_is_not_waited_for():
    ran = shell("$rolefit score - <&-")
    assert ran.code == 2
    assert "nothing is piped in" in ran.err


PLACES = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C": {"LANG": "C"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "unknown locale": {"LC_ALL": "xx_YY.UTF-8"},
}


@pytest.mark.parametrize("place", PLACES)
def test_a_report_is_written_whatever_the_place_can_show(place):
    ran = process("demo", "--quiet", **PLACES[place])
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"\d\d\.\d", ran.out)
    assert "\x1b" not in ran.out
    if place in ("ascii", "latin-1", "POSIX"):
        assert ran.out.isascii()
        assert re.search(r"(?m)^A doer +#+=*\|", ran.out)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)],
)
def test_a_terminal_gets_colour_unless_it_is_dumb_or_asked_not_to(environment, coloured):
    ours, theirs = os.openpty()
    with tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [*MODULE, "demo"], stdout=theirs, stderr=err, env={**ENVIRONMENT, **environment}
        )
        os.close(theirs)
        parts = []
        with suppress(OSError):  # how a terminal says that nobody writes to it any more
            while part := os.read(ours, 65_536):
                parts.append(part)
        os.close(ours)
        code = ended(child)
        assert (code, "\x1b" in text_of(err)) == (0, False)
    text = b"".join(parts).decode().replace("\r\n", "\n")
    assert ("\x1b" in text) == coloured
    assert not acting(COLOURS.sub("", text))


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_an_encoding_lacks_is_spelled_out_and_ends_nothing(encoding, hostile, rolefit):
    for kind in PAGES.values():
        for format in ("terminal", "markdown"):
            ran = rolefit(*kind, "--format", format, encoding=encoding)
            assert ran.code in (0, 1)
            assert "\\u6f22" in ran.out
    ran = rolefit("score", "漢字.yaml", encoding=encoding)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("\\u6f22\\u5b57.yaml: No such file")


def test_help_is_readable_in_ascii():
    ran = process("score", "--help", PYTHONIOENCODING="ascii")
    assert (ran.code, ran.err) == (0, "")
    assert "--require" in ran.out
    assert "\\u" not in ran.out


def test_a_name_that_is_no_text_in_this_place_is_still_told(tmp_path):
    folder = os.fsencode(tmp_path)
    with open(folder + b"/caf\xe9.yaml", "wb") as stream:
        stream.write(b"a: [")
    name = os.fsdecode(b"caf\xe9.yaml")
    ran = process("score", name, folder=tmp_path, **PLACES["POSIX"])
    assert ran.code == 2
    assert ran.err.startswith("caf\\u{DCE9}.yaml:")


@pytest.mark.parametrize("width", ["20", "30", "40", "1", "-5", "x", "9" * 30])
def test_figures_are_never_cut_however_narrow_the_terminal(width, rolefit, monkeypatch):
    report = json.loads(rolefit("demo", "--format", "json").out)["assessment"]
    figures = [f"{outcome['score']:.1f}" for outcome in report["outcomes"]]
    figures.append(f"{report['verdict']['margin']:.1f}")
    monkeypatch.setenv("COLUMNS", width)
    ran = rolefit("demo", "--full", "--quiet")
    assert ran.code == 0
    for figure in figures:
        assert re.search(rf"(?<![\d.]){re.escape(figure)}(?![\d.])", ran.out)


@pytest.mark.parametrize("width", [20, 30])
def test_under_forty_columns_scores_are_a_plain_list(width, rolefit, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    out = rolefit("demo", "--quiet").out
    assert not set(out) & set("█▒")
    assert re.search(r"(?m)^A doer:? +\d", out)
    assert max(map(columns, out.splitlines())) <= width


@pytest.mark.parametrize(
    "case",
    ["٣", "１", "0", "-1", "1.0", "1e0", "", " 1", "x", "9999", "1" * 5_000, "0001" + "1" * 5_000],
)
def test_the_number_of_a_case_is_written_in_ascii_digits_and_in_range(case, rolefit):
    ran = rolefit("demo", "--case", case)
    assert (ran.code, ran.out) == (2, "")
    assert "is none of 1 to" in ran.err
    assert len(ran.err) < 300


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_while_reading_ends_the_run_in_order(number, code, tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with tempfile.TemporaryFile() as err:
        child = subprocess.Popen(
            [*MODULE, "score", "pipe.yaml"], stderr=err, cwd=tmp_path, env=ENVIRONMENT
        )
        # Opening the other end waits until the program has opened its own, and so is running.
        with (tmp_path / "pipe.yaml").open("wb"):
            child.send_signal(number)
            found = ended(child)
        told = text_of(err)
    assert found == code
    assert "nothing was changed" in told
    assert "Traceback" not in told


def test_an_interrupt_while_the_program_is_still_loading_leaves_no_traceback():
    loading = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "sys.argv = ['rolefit', 'demo']\n"
        "from rolefit.__main__ import run\n"
        "run()\n"
    )
    ran = process("-c", loading, command=(sys.executable,))
    assert ran.code == 130


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_interrupt_while_writing_leaves_the_old_report(step, report, tmp_path, monkeypatch):
    (tmp_path / "report.md").write_text("mine")

    def interrupt(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, step, interrupt)
    ran = report("report.md", "--force")
    monkeypatch.undo()
    assert (ran.code, ran.out) == (130, "")
    assert (tmp_path / "report.md").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 3


def test_a_run_needs_no_network(score, monkeypatch):
    def refuse(*_arguments, **_named):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    assert score().code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--quiet", "--output", f"{'x' * 300}.html"),
        ("score", "x" * 300),
        ("score", "here.yaml", "--output", f"{'x' * 300}.md"),
        ("compare", "x" * 300, "here.yaml"),
        ("match", "here.yaml", "x" * 300),
    ],
)
def test_a_name_that_no_file_can_have_is_told_and_is_no_bug(arguments, rolefit, write):
    write("here.yaml", "rubric: first-marketing-hire\nanswers: {stuck: hours}\n")
    ran = rolefit(*arguments)
    assert ran.code in (2, 3)
    assert "File name too long" in ran.err
    assert "bug" not in ran.err
    assert os.listdir() == ["here.yaml"]
