"""``fangtan project merge-codings``: one coding of those that lie over each other."""

from __future__ import annotations

from app.cli.project.lines import known_coder, tell
from corpus.catalogue import Language, message
from corpus.project import Filter, open_project
from corpus.project.doubled import doubled_codings
from corpus.project.operations import MergeCodings


def merge_codings(study: str, coder: str, apply: bool, lang: Language, as_json: bool) -> int:
    """List a coder's codings that overlap under one code and polarity; with ``apply`` make one of
    each group. Returns the exit code.
    """
    with open_project(study) as project:
        who = known_coder(project, coder)
        groups = doubled_codings(project.codings(Filter(coders=(who.id,), statuses=("accepted",))))
        keys = {code.id: code.key for code in project.codes(retired=True)}
        sources = {info.id: info.source for info in project.transcripts()}
        if apply:
            for group in groups:
                project.apply(MergeCodings(tuple(coding.id for coding in group)), coder=who)
    records = [
        {
            "source": sources[group[0].transcript],
            "code": keys[group[0].code],
            "codings": [coding.id for coding in group],
            "quotes": [coding.quote for coding in group],
        }
        for group in groups
    ]
    lines = [
        message(
            "project_cli.doubled",
            lang,
            source=sources[group[0].transcript],
            code=keys[group[0].code],
            quotes=" ".join(f"“{coding.quote}”" for coding in group),
        )
        for group in groups
    ]
    if not groups:
        lines.append(message("project_cli.none_doubled", lang, coder=coder))
    elif apply:
        lines.append(
            message("project_cli.doubled_merged", lang, count=len(groups), study=study, coder=coder)
        )
    else:
        lines.append(message("project_cli.next_merge_codings", lang, study=study, coder=coder))
    tell({"groups": records, "merged": len(groups) if apply else 0}, lines, as_json)
    return 0
