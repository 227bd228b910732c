"""A rubric as content: its canonical hash, the claims it cites, and the register of claims."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from make import HEAD, LABELS, OUTCOMES, likert, readiness

from rolefit.rubric.citations import citations
from rolefit.rubric.claims import Claim
from rolefit.rubric.model import Rubric

STEP = {"do": "Do it.", "evidence": "A page.", "effort": "An hour.", "source": ("CL-7",)}
GATE = {
    "id": "g",
    "name": "it holds",
    "when": {"item": "q2", "at_most": 2},
    "on_fail": "exclude",
    "applies_to": ("a",),
    "reason": "It matters.",
    "source": ("CL-5",),
}
PAIR: dict[str, Any] = {
    "items": ("q1", "q2"),
    "when": {"all": ({"item": "q1", "is": "left"}, {"item": "q2", "at_most": 2})},
    "say": "Odd.",
}


def raw_rubric() -> dict[str, Any]:
    """A contrast rubric with something in each of its parts."""
    return {
        **HEAD,
        "model": "contrast",
        "settings": {"indifference_threshold": 4},
        "scales": {"often": LABELS},
        "outcomes": {
            "a": {**OUTCOMES["a"], "strengths": ("Quick.",), "source": ("CL-1",)},
            "b": OUTCOMES["b"],
        },
        "dimensions": {
            "d": {"name": "d", "about": "d", "weight": 2, "source": ("CL-2",)},
            "e": {"name": "e", "about": "e", "weight": 1},
        },
        "items": (
            {
                "id": "q1",
                "type": "single",
                "dimension": "d",
                "ask": "First?",
                "why": "Because.",
                "allow_na": False,
                "source": ("CL-3",),
                "options": (
                    {"id": "left", "text": "Left.", "favors": {"a": 1}, "source": ("CL-4",)},
                    {"id": "right", "text": "Right.", "favors": {"b": Decimal("0.5")}},
                ),
            },
            {
                "id": "q2",
                "type": "likert",
                "dimension": "e",
                "ask": "Second?",
                "scale": "often",
                "toward": "a",
                "allow_na": False,
            },
            {
                "id": "q3",
                "type": "yes_no",
                "ask": "Third?",
                "ask_when": {"item": "q1", "is": "left"},
            },
        ),
        "gates": (GATE,),
        "consistency_pairs": (PAIR,),
        "sources": {"CL-1": {"claim": "c", "title": "t", "author": "u"}},
        "cases": ({"name": "one", "answers": {"q1": "left"}, "expect": {"label": "clear"}},),
    }


def hash_of(raw: dict[str, Any]) -> str:
    return Rubric.model_validate(raw).content_hash


def edited(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The rubric after a change, as a function of its lists and mappings."""
    raw = json_like(raw_rubric())
    change(raw)
    return tuple_like(raw)


def json_like(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: json_like(v) for k, v in value.items()}
    return [json_like(v) for v in value] if isinstance(value, tuple) else copy.copy(value)


def tuple_like(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: tuple_like(v) for k, v in value.items()}
    return tuple(tuple_like(v) for v in value) if isinstance(value, list) else value


def backwards(value: Any) -> Any:
    """The same content with the keys of every mapping in the opposite order."""
    if isinstance(value, dict):
        return {k: backwards(v) for k, v in reversed(value.items())}
    return tuple(backwards(v) for v in value) if isinstance(value, tuple) else value


# --- the hash --------------------------------------------------------------------------------


def test_a_hash_is_a_sha_256_by_its_form() -> None:
    assert hash_of(raw_rubric()).startswith("sha256:")
    assert len(hash_of(raw_rubric())) == len("sha256:") + 64


def test_the_order_of_keys_does_not_count() -> None:
    assert list(backwards(raw_rubric())) != list(raw_rubric())
    assert hash_of(backwards(raw_rubric())) == hash_of(raw_rubric())


@pytest.mark.parametrize(
    "cases",
    [(), ({"name": "two", "answers": {}, "expect": {"label": "tie"}},)],
    ids=["none", "another"],
)
def test_cases_do_not_count(cases: Any) -> None:
    assert hash_of({**raw_rubric(), "cases": cases}) == hash_of(raw_rubric())


def test_the_way_a_number_is_written_does_not_count() -> None:
    raw = edited(lambda r: r["dimensions"]["d"].update(weight=Decimal("2.00")))
    assert hash_of(raw) == hash_of(raw_rubric())


def test_a_default_that_is_written_out_does_not_count() -> None:
    raw = edited(lambda r: r["items"][0].update(weight=1, changeable=True))
    assert hash_of(raw) == hash_of(raw_rubric())


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], Any]:
    def change(raw: dict[str, Any]) -> None:
        at: Any = raw
        for step in path[:-1]:
            at = at[step]
        assert at.get(path[-1]) != value if isinstance(at, dict) else at[path[-1]] != value
        at[path[-1]] = value

    return change


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "title": put("title", value="Another"),
    "version": put("version", value="1.1"),
    "purpose": put("purpose", value="hiring"),
    "limits": put("limits", 0, value="another"),
    "text for too close": put("texts", "too_close", "summary", value="another"),
    "text for an outcome": put("outcomes", "a", "strengths", 0, value="Slow."),
    "setting": put("settings", "indifference_threshold", value=3),
    "label of a scale": put("scales", "often", 0, value="not at all"),
    "dimension weight": put("dimensions", "d", "weight", value=Decimal("2.000001")),
    "dimension text": put("dimensions", "d", "about", value="another"),
    "question": put("items", 0, "ask", value="Other?"),
    "why": put("items", 0, "why", value="Therefore."),
    "item weight": put("items", 0, "weight", value=2),
    "item id": put("items", 2, "id", value="q4"),
    "allow_na": put("items", 2, "allow_na", value=False),
    "reverse": put("items", 1, "reverse", value=True),
    "pole": put("items", 1, "toward", value="b"),
    "branch": put("items", 2, "ask_when", "is", value="right"),
    "option text": put("items", 0, "options", 0, "text", value="Other."),
    "option worth": put("items", 0, "options", 1, "favors", "b", value=Decimal("0.6")),
    "order of options": lambda raw: raw["items"][0]["options"].reverse(),
    "one option more": lambda raw: raw["items"][0]["options"].append({"id": "up", "text": "Up."}),
    "order of items": lambda raw: raw["items"].insert(0, raw["items"].pop(1)),
    "one item less": lambda raw: raw["items"].pop(2),
    "gate": put("gates", 0, "when", "at_most", value=3),
    "gate's effect": put("gates", 0, "on_fail", value="flag"),
    "gate's reason": put("gates", 0, "reason", value="Another."),
    "no gate": lambda raw: raw["gates"].clear(),
    "pair": put("consistency_pairs", 0, "say", value="Very odd."),
    "source": put("sources", "CL-1", "claim", value="another"),
    "claim": put("items", 0, "source", 0, value="CL-9"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_is_asked_scored_or_said_counts(what: str) -> None:
    assert hash_of(edited(CHANGES[what])) != hash_of(raw_rubric())


def test_all_changes_of_content_have_hashes_of_their_own() -> None:
    assert len({hash_of(edited(change)) for change in CHANGES.values()}) == len(CHANGES)


def spelled(value: Any) -> Any:
    """Content as canonical JSON holds it: numbers that may be broken as `n/d`."""
    if isinstance(value, dict):
        return {k: spelled(v) for k, v in value.items()}
    if isinstance(value, tuple):
        return [spelled(v) for v in value]
    if isinstance(value, Decimal | Fraction):
        return f"{Fraction(value).numerator}/{Fraction(value).denominator}"
    return value


def test_a_hash_is_that_of_the_canonical_json_and_of_no_library_s_habits() -> None:
    # Written out by hand: every number that may have decimals as numerator/denominator.
    raw = raw_rubric()
    raw["settings"]["indifference_threshold"] = Fraction(4)
    raw["dimensions"]["d"]["weight"] = Fraction(2)
    raw["dimensions"]["e"]["weight"] = Fraction(1)
    raw["items"][0]["options"][0]["favors"]["a"] = Fraction(1)
    raw["items"][1]["labels"] = LABELS
    raw["gates"][0]["when"] = {"item": "q2", "at_most": Fraction(2)}
    compared = {"item": "q2", "at_most": Fraction(2)}
    raw["consistency_pairs"] = ({**PAIR, "when": {"all": (PAIR["when"]["all"][0], compared)}},)
    del raw["cases"]
    text = json.dumps(spelled(raw), sort_keys=True, ensure_ascii=True)
    expected = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    assert hash_of(raw_rubric()) == expected


# --- claims ----------------------------------------------------------------------------------


def test_every_citation_is_found_with_its_place() -> None:
    found = dict(citations(Rubric.model_validate(raw_rubric())))
    assert found == {
        ("outcomes", "a", "source"): ("CL-1",),
        ("dimensions", "d", "source"): ("CL-2",),
        ("items", 0, "source"): ("CL-3",),
        ("items", 0, "options", 0, "source"): ("CL-4",),
        ("gates", 0, "source"): ("CL-5",),
    }


def test_steps_bands_and_the_standard_cite_too() -> None:
    bands = (
        {"id": "low", "from": 0, "to": 50, "name": "l", "summary": "s", "source": ("CL-8",)},
        {"id": "high", "from": 50, "to": 100, "name": "h", "summary": "s"},
    )
    rubric = readiness(
        likert("q", toward=None),
        bands=bands,
        standard={"name": "n", "summary": "s", "source": ("CL-6",)},
        dimensions={"d": {"name": "d", "about": "d", "weight": 1, "target": 50, "steps": (STEP,)}},
    )
    assert dict(citations(rubric)) == {
        ("standard", "source"): ("CL-6",),
        ("bands", 0, "source"): ("CL-8",),
        ("dimensions", "d", "steps", 0, "source"): ("CL-7",),
    }


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"text": "One says so."}, "One says so."),
        ({"poles": {"lead": "Leads.", "manager": "Manages."}}, "lead: Leads.; manager: Manages."),
        ({"text": "Both.", "poles": {"lead": "Leads."}}, "Both.; lead: Leads."),
        ({}, ""),
    ],
)
def test_a_claim_reads_as_one_text(raw: dict[str, Any], words: str) -> None:
    claim = Claim.model_validate({"source": "s", "kind": "trait", "topic": "t", **raw})
    assert claim.words() == words
