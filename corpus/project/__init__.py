"""The project store: human coding that is never lost, by several coders."""

from __future__ import annotations

from corpus.project.opening import SUFFIX, create, is_project, open_project
from corpus.project.operations import Refused
from corpus.project.project import Project
from corpus.project.records import Applied, CoderInfo, Filter, StoredCoding

__all__ = [
    "SUFFIX",
    "Applied",
    "CoderInfo",
    "Filter",
    "Project",
    "Refused",
    "StoredCoding",
    "create",
    "is_project",
    "open_project",
]
