"""report.html: one file, no network, everything a reader needs to judge a run."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from app.palette import POLARITY_COLOURS, theme_colours
from app.run.pipeline import QUOTES, Outcome, record
from corpus.catalogue import Language, message
from corpus.coding import POLARITIES

HEATMAP_CODES = 24


def render(outcome: Outcome, pictures: dict[str, str], lang: Language = "zh") -> str:
    """The report as HTML. ``pictures``: SVG of the network by codebook. All text is escaped;
    nothing is fetched.
    """
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((files("app.run") / "report.html.j2").read_text("utf-8"))
    rows = {
        (row["codebook"], row["code"]): row
        for row in outcome.frames["frequency"].to_dict("records")
    }
    colours = theme_colours(outcome.settings.codebooks)
    books = []
    for book in outcome.settings.codebooks:
        most = (
            max(
                (
                    rows[book.id, code.id]["references"]
                    for code, depth, _ in book.walk()
                    if depth or not code.children
                ),
                default=0,
            )
            or 1
        )
        codes = [
            {
                "code": code,
                "depth": depth,
                "row": rows[book.id, code.id],
                "name": code.name.text(lang),
                "colour": colours[book.id, code.id],
                "definition": code.definition.text(lang),
                "quotes": [_quote(quote) for quote in outcome.quotes.get((book.id, code.id), [])],
            }
            for code, depth, _ in book.walk()
        ]
        svg = pictures.get(book.id, "")
        books.append(
            {
                "book": book,
                "title": book.name.text(lang),
                "codes": codes,
                "most": most,
                "heat": _heat(outcome, book.id, lang),
                "svg": svg[svg.find("<svg") :] if "<svg" in svg else "",
            }
        )
    rule = message(
        "figure.rule",
        lang,
        unit=message(f"unit.{outcome.settings.unit}", lang),
        c=outcome.rule.least_units,
        interviews=outcome.rule.least_interviews,
        top=outcome.rule.top,
        weight=message(f"measure.{outcome.rule.weight}", lang),
    )
    shown = [problem for problem in outcome.problems if problem["severity"] != "note"]
    return template.render(
        lang=lang,
        t=lambda key, **values: message(key, lang, **values),
        counts=record(outcome)["counts"],
        interviews=outcome.interviews,
        problems=[
            {**problem, "text": message(problem["key"], lang, **problem["values"])}
            for problem in shown[:300]
        ],
        hidden=max(0, len(shown) - 300),
        books=books,
        polarities=POLARITIES,
        polarity_colours=POLARITY_COLOURS,
        rule=rule,
        quotes=QUOTES,
        from_project=outcome.project is not None,
        words=outcome.frames["words"].head(60).to_dict("records")
        if "words" in outcome.frames
        else [],
        lens=outcome.frames["lens"].to_dict("records") if "lens" in outcome.frames else [],
    )


def _quote(record_: dict[str, Any]) -> dict[str, Any]:
    """A quotation cut at its indicator and cue, so that both can be marked."""
    base, text, seen = record_["start"], record_["quote"], record_.get("evidence")
    if seen is None:
        return {**record_, "parts": [("", text)]}
    marks = [(seen["start"] - base, seen["end"] - base, "hit")]
    if seen["cue_start"] is not None and (
        seen["cue_end"] <= seen["start"] or seen["cue_start"] >= seen["end"]
    ):
        marks.append((seen["cue_start"] - base, seen["cue_end"] - base, "cue"))
    parts, at = [], 0
    for start, end, kind in sorted(marks):
        if start < at or end > len(text):
            continue
        parts += [("", text[at:start]), (kind, text[start:end])]
        at = end
    return {**record_, "parts": [*parts, ("", text[at:])]}


def _heat(outcome: Outcome, book: str, lang: Language) -> dict[str, Any]:
    """Joint counts of the most frequent codes of one codebook."""
    assert outcome.together is not None
    joint, keys = outcome.together.joint, outcome.together.incidence.codes
    own = sorted(
        (place for place, (owner, _) in enumerate(keys) if owner == book and joint[place, place]),
        key=lambda place: (-joint[place, place], place),
    )[:HEATMAP_CODES]
    own.sort()
    names = {
        code.id: code.name.text(lang)
        for each in outcome.settings.codebooks
        if each.id == book
        for code, _, _ in each.walk()
    }
    most = max((int(joint[i, j]) for i in own for j in own if i != j), default=0) or 1
    return {
        "names": [(keys[place][1], names[keys[place][1]]) for place in own],
        "rows": [
            [
                {
                    "c": int(joint[i, j]),
                    "self": i == j,
                    "shade": 0 if i == j else round((int(joint[i, j]) / most) ** 0.5, 3),
                }
                for j in own
            ]
            for i in own
        ],
    }
