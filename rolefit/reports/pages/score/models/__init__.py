"""The parts of a report that differ by the model of its rubric."""

from __future__ import annotations

from collections.abc import Mapping

from rolefit.reports.pages.score.models import contrast, profile, readiness
from rolefit.reports.pages.score.models.base import ModelPage
from rolefit.rubric.models import Model

PAGES: Mapping[Model, ModelPage] = {
    "contrast": contrast,
    "profile": profile,
    "readiness": readiness,
}
"""One for each model."""
