"""What the coder that learns knows of each code, in sentences."""

from __future__ import annotations

from typing import TypedDict

from app.study.machines.looking import CodeTold
from corpus.catalogue import Language, message


class ToldRecord(TypedDict):
    """What is known of a code; figures are None where there is too little."""

    codebook: str
    code: str
    verdict: str
    yes: int
    no: int
    interviews: int
    precision: float | None
    recall: float | None
    f1: float | None
    f1_low: float | None
    f1_high: float | None
    missing: float | None
    missing_low: float | None
    missing_high: float | None
    drawn_at_random: int


def told_record(told: CodeTold) -> ToldRecord:
    """As JSON has it."""
    worth, missing = told.worth, told.missing
    return {
        "codebook": told.key[0],
        "code": told.key[1],
        "verdict": worth.verdict,
        "yes": worth.yes,
        "no": worth.no,
        "interviews": worth.interviews,
        "precision": _rounded(worth.precision),
        "recall": _rounded(worth.recall),
        "f1": _rounded(worth.f1),
        "f1_low": _rounded(worth.low),
        "f1_high": _rounded(worth.high),
        "missing": _rounded(missing.expected) if missing else None,
        "missing_low": _rounded(missing.low) if missing else None,
        "missing_high": _rounded(missing.high) if missing else None,
        "drawn_at_random": missing.drawn if missing else 0,
    }


def told_lines(told: CodeTold, name: str, lang: Language) -> list[str]:
    """What is known of a code, with what it rests on."""
    worth, missing = told.worth, told.missing
    verdict = message(f"verdict_of_code.{worth.verdict}", lang)
    counted = {"yes": worth.yes, "no": worth.no, "interviews": worth.interviews}
    if worth.f1 is None or worth.low is None or worth.high is None:
        lines = [message("learning.too_few", lang, code=name, verdict=verdict, **counted)]
    else:
        lines = [
            message(
                "learning.worth",
                lang,
                code=name,
                verdict=verdict,
                precision=f"{worth.precision:.2f}",
                recall=f"{worth.recall:.2f}",
                f1=f"{worth.f1:.2f}",
                low=f"{worth.low:.2f}",
                high=f"{worth.high:.2f}",
                **counted,
            )
        ]
        if worth.chosen > 0.5:
            lines.append(message("learning.chosen", lang))
    if missing is not None:
        lines.append(
            message(
                "learning.missing",
                lang,
                expected=f"{missing.expected:.0f}",
                low=f"{missing.low:.0f}",
                high=f"{missing.high:.0f}",
                drawn=missing.drawn,
            )
        )
    return lines


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
