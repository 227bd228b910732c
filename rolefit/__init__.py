"""rolefit: role-fit assessments that say what fits, why, and how sure that is."""

__version__ = "0.1.0"
