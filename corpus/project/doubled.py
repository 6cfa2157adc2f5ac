"""Codings of one coder that lie over each other under one code: two references where a reader sees
one.
"""

from __future__ import annotations

from collections.abc import Iterable

from corpus.project.records import StoredCoding


def doubled_codings(codings: Iterable[StoredCoding]) -> list[tuple[StoredCoding, ...]]:
    """Groups of at least two codings of the same transcript and revision, coder, code, polarity and
    status whose spans overlap, each group and all groups in the order of the text.

    Spans that only touch (two sentences coded one by one) are no group: whoever coded them apart
    counts them apart. A group may be a chain: its first and last need not overlap.
    """
    alike: dict[tuple[str, int, str, str, str, str], list[StoredCoding]] = {}
    for coding in codings:
        key = (
            coding.transcript,
            coding.revision,
            coding.coder,
            coding.code,
            coding.polarity,
            coding.status,
        )
        alike.setdefault(key, []).append(coding)
    groups: list[list[StoredCoding]] = []
    for same in alike.values():
        end = -1
        for coding in sorted(same, key=lambda coding: (coding.span.start, coding.span.end)):
            if coding.span.start < end:
                groups[-1].append(coding)
            else:
                groups.append([coding])
            end = max(end, coding.span.end)
    found = [tuple(group) for group in groups if len(group) > 1]
    return sorted(found, key=lambda group: (group[0].transcript, group[0].span.start))
