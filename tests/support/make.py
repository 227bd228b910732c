"""Small rubrics and responses for tests, built from plain values as a file would give them."""

from __future__ import annotations

from typing import Any

from rolefit.rubric.model import Responses, Rubric

TEXTS = {"too_close": {"summary": "close"}, "not_yet": {"summary": "not yet"}}
HEAD = {
    "rubric": "tiny",
    "version": "1.0",
    "title": "A tiny rubric",
    "audience": "tests",
    "purpose": "development",
    "minutes": 1,
    "evidence_status": "advice_only",
    "limits": ("made up",),
    "texts": TEXTS,
}
OUTCOMES = {"a": {"name": "an a", "summary": "A."}, "b": {"name": "a b", "summary": "B."}}
LABELS = ("none", "little", "some", "much", "all")


def single(name: str, dimension: str | None = "d", **more: Any) -> dict[str, Any]:
    """A single-choice item: `pa` speaks for a, `pb` for b, `both` half for each."""
    options = (
        {"id": "pa", "text": "For a.", "favors": {"a": 1}},
        {"id": "pb", "text": "For b.", "favors": {"b": 1}},
        {"id": "both", "text": "For both.", "favors": {"a": 1, "b": 1}},
    )
    item = {"id": name, "type": "single", "ask": f"{name}?", "options": options}
    if dimension is not None:
        item["dimension"] = dimension
    return {**item, "allow_na": False, **more}


def likert(name: str, dimension: str | None = "d", **more: Any) -> dict[str, Any]:
    """A five-point item whose high end speaks for a."""
    item = {"id": name, "type": "likert", "ask": f"{name}?", "labels": LABELS, "toward": "a"}
    if dimension is not None:
        item["dimension"] = dimension
    return {**item, "allow_na": False, **more}


def contrast(*items: dict[str, Any], **more: Any) -> Rubric:
    """A contrast rubric of outcomes a and b over the given items."""
    dimensions = dict.fromkeys(i["dimension"] for i in items if i.get("dimension"))
    raw = {
        **HEAD,
        "model": "contrast",
        "outcomes": OUTCOMES,
        "dimensions": {d: {"name": d, "about": d, "weight": 1} for d in dimensions},
        "items": items,
        **more,
    }
    return Rubric.model_validate(raw)


def readiness(*items: dict[str, Any], **more: Any) -> Rubric:
    """A readiness rubric with bands low (to 50) and high over the given items."""
    dimensions = dict.fromkeys(i["dimension"] for i in items if i.get("dimension"))
    raw = {
        **HEAD,
        "model": "readiness",
        "standard": {"name": "a pro", "summary": "Pro."},
        "bands": (
            {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
            {"id": "high", "from": 50, "to": 100, "name": "high", "summary": "High."},
        ),
        "dimensions": {d: {"name": d, "about": d, "weight": 1, "target": 80} for d in dimensions},
        "items": items,
        **more,
    }
    return Rubric.model_validate(raw)


def profile(*items: dict[str, Any], **more: Any) -> Rubric:
    """A profile with levels low (to 50) and high for each dimension of the given items."""
    levels = (
        {"id": "low", "from": 0, "to": 50, "name": "low", "summary": "Low."},
        {"id": "high", "from": 50, "to": 100, "name": "high", "summary": "High."},
    )
    dimensions = dict.fromkeys(i["dimension"] for i in items if i.get("dimension"))
    raw = {
        **HEAD,
        "model": "profile",
        "dimensions": {d: {"name": d, "about": d, "levels": levels} for d in dimensions},
        "items": items,
        **more,
    }
    return Rubric.model_validate(raw)


def answers(rubric: Rubric, **given: Any) -> Responses:
    """Responses to a rubric."""
    return Responses.model_validate({"rubric": rubric.rubric, "answers": given})
