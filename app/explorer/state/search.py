"""检索: a concordance of what the desk holds. No screen here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from analysis.concordance import (
    RELATIONS,
    BadPattern,
    Condition,
    EmptyQuery,
    Hit,
    concordance,
)
from app.explorer.state.study.choice import Choice
from app.explorer.state.study.desk import Desk
from app.explorer.state.study.facts import Facts
from corpus.problem import FangtanError

__all__ = ["MOST", "RELATIONS", "Condition", "Hit", "Query", "search"]
MOST: Final = 5_000
"""Hits listed at most; the count says when there are more."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought: words or a pattern, and conditions on codes (by id). Without words, the hits
    are the codings of the first ``and`` condition.
    """

    text: str = ""
    pattern: bool = False
    conditions: tuple[Condition[str], ...] = ()
    interviewer: bool = False
    choice: Choice = field(default_factory=Choice)


def search(desk: Desk, facts: Facts, query: Query) -> tuple[list[Hit[str]], int]:
    """The first hits in the order of the interviews, their codes by key, and how many there are.
    Raises FangtanError for a pattern that is not valid or an empty query.
    """
    interviews = desk.interviews(desk.chosen(query.choice))
    try:
        hits, count = concordance(
            (
                (entity, transcript, [each for each in stored if query.choice.takes(each)])
                for entity, (transcript, stored) in interviews.items()
            ),
            query.text,
            pattern=query.pattern,
            conditions=query.conditions,
            roles=("interviewee", "other", *(("interviewer",) if query.interviewer else ())),
            limit=MOST,
        )
    except EmptyQuery as error:
        raise FangtanError("search.empty") from error
    except BadPattern as error:
        raise FangtanError("search.pattern", reason=str(error)) from error
    keys = {entity: code.key for entity, code in facts.all_codes.items()}
    return [
        replace(hit, codes=tuple(dict.fromkeys(keys[code] for code in hit.codes))) for hit in hits
    ], count
