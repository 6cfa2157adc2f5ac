"""Indicators that a study's answers offer for its codebooks."""

from __future__ import annotations

from analysis.coders.learning.answers import CodeKey
from analysis.coders.learning.indicators import Indicator, indicators_of
from analysis.words.dictionary import segmenter_for
from app.study.machines.learning import lesson_of
from app.study.projects import rules_of
from corpus.normalise import shadow
from corpus.project import Project

Offered = dict[CodeKey, list[Indicator]]


def offered(project: Project) -> Offered:
    """For each code of the codebooks, as they were written, the words that people's answers offer;
    codes without any are left out.
    """
    books = rules_of(project)
    if not books:
        return {}
    lesson = lesson_of(project, books)
    segmenter = segmenter_for(books)
    found = {}
    for book in books:
        for code, _, _ in book.walk():
            known = {shadow(word) for word, _ in code.indicators.items(code.kind)}
            words = indicators_of(
                lesson.studied.talk, lesson.studied.answers, (book.id, code.id), known, segmenter
            )
            if words:
                found[book.id, code.id] = words
    return found
