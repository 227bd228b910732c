"""Our own source evaluates no text, starts no program and opens no network."""

from __future__ import annotations

import ast
from pathlib import Path

from every import every
from sources import PACKAGE, about_the_source, nodes_of, tree_of

# Word lists of the audit, joined from constants that stand in the same modules or beside them.
OWN_PATTERNS = {"audit/wording.py", "audit/checks/unsure_option.py"}
# The one program that is ever started, without a shell and only where --pager asks for it.
STARTS = {"cli/pager.py": {"subprocess"}}
FORBIDDEN = {"eval", "exec", "compile", "__import__", "execfile"}
DOORS = {"subprocess", "socket", "urllib", "http", "ssl", "ctypes", "marshal", "shelve", "code"}
SOURCES = sorted(PACKAGE.rglob("*.py"))
pytestmark = about_the_source


def constant_texts(tree: ast.Module) -> set[str]:
    """Names that a module gives a text that stands in it, and gives it once."""
    found = [
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for name in node.targets
        if isinstance(name, ast.Name)
    ]
    stored = [
        node.id
        for node in nodes_of(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return {name for name in found if stored.count(name) == 1}


@every("path", SOURCES)
def test_no_module_evaluates_text_starts_programs_or_opens_the_network(path: Path) -> None:
    closed = DOORS - STARTS.get(path.relative_to(PACKAGE).as_posix(), set())
    tree = tree_of(path)
    constants = constant_texts(tree)
    for node in nodes_of(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                assert name not in FORBIDDEN
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr=name)):
                assert name not in ("system", "popen", "execv", "spawnv", "fork")
            case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr=name)):
                assert name == "parse"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re")), args=[pattern, *_]):
                ours = path.relative_to(PACKAGE).as_posix() in OWN_PATTERNS
                named = isinstance(pattern, ast.Name) and pattern.id in constants
                known = named or isinstance(pattern, ast.Constant)
                assert ours or known, "a pattern not in the source"
            case ast.Call(func=ast.Attribute(value=text, attr="format" | "format_map")):
                assert isinstance(text, ast.Constant | ast.Name), "a template not in the source"
            case ast.Import(names=names):
                assert not {n.name.partition(".")[0] for n in names} & closed
            case ast.ImportFrom(module=module):
                opens = (module or "").partition(".")[0] in closed
                assert not opens or module == "urllib.parse"  # only takes text apart
            case _:
                pass
