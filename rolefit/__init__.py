"""rolefit: role-fit assessments that say what fits, why, and how sure that is.

A rubric and somebody's responses go in, an assessment comes out:

    >>> import rolefit
    >>> rubric = rolefit.load_rubric("manager-readiness")
    >>> responses = rolefit.Responses(rubric=rubric.rubric, answers={})
    >>> rolefit.assess(rubric, responses).verdict.label
    'not_enough_answers'

Scores are exact fractions; `float(score)` makes a number to print of one. What is wrong with a file
is told by a `RolefitError`, what is wrong with answers given as values by `Invalid`. Other modules
may change their names at any time; these names change only with the first part of the version.
"""

__version__ = "0.1.0"
__all__ = [
    "Assessment",
    "Invalid",
    "Respondent",
    "Responses",
    "RolefitError",
    "Rubric",
    "Verdict",
    "__version__",
    "assess",
    "load_responses",
    "load_rubric",
]

# Not the one of typing: to import that would take longer than all the rest of `--version`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from rolefit.errors import Invalid, RolefitError
    from rolefit.rubric.model import Respondent, Responses, Rubric
    from rolefit.scoring.assess import assess
    from rolefit.scoring.assessment import Assessment, Verdict
    from rolefit.storage.library import load as load_rubric
    from rolefit.storage.library import load_responses

_HOMES = {
    "Assessment": ("scoring.assessment", "Assessment"),
    "Invalid": ("errors", "Invalid"),
    "Respondent": ("rubric.model", "Respondent"),
    "Responses": ("rubric.model", "Responses"),
    "RolefitError": ("errors", "RolefitError"),
    "Rubric": ("rubric.model", "Rubric"),
    "Verdict": ("scoring.assessment", "Verdict"),
    "assess": ("scoring.assess", "assess"),
    "load_responses": ("storage.library", "load_responses"),
    "load_rubric": ("storage.library", "load"),
}
"""The module of each name, and what it is called there; loaded when it is first asked for."""


def __getattr__(name: str) -> object:
    """A name of `__all__` (PEP 562). Raises AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - `--version` does without

    module, own_name = _HOMES[name]
    found: object = getattr(import_module(f"{__name__}.{module}"), own_name)
    globals()[name] = found  # asked for once only
    return found


def __dir__() -> list[str]:
    """What can be asked for."""
    return sorted({*globals(), *__all__})
