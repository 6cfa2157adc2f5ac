"""``fangtan project …``: the commands, and beside them a file for each thing that they show: the
study itself, its cases, working apart, doubled codings, the log, safety.
"""

from __future__ import annotations

from app.cli.project.commands import person, project_app

__all__ = ["person", "project_app"]
