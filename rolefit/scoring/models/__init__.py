"""The models of scoring, by the name that a rubric gives under `model`."""

from __future__ import annotations

from collections.abc import Mapping

from rolefit.rubric.models import Model
from rolefit.scoring.models import contrast, profile, readiness
from rolefit.scoring.models.base import ScoringModel

MODELS: Mapping[Model, ScoringModel] = {
    "contrast": contrast,
    "profile": profile,
    "readiness": readiness,
}
"""Each model by its name. One more is one module more, and a line here."""
