"""The gazetteer: names of departments, found where they are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from analysis.departments.kinds import (
    is_body,
    is_government,
    is_kind,
    is_level,
    is_no_class,
    is_working_group,
)
from analysis.departments.naming import (
    Sentence,
    is_above,
    is_elsewhere,
    is_position,
    is_somebody,
    is_subject,
    whole_words,
)
from codebooks.codebook import Office, as_office
from codebooks.regional import variants
from corpus.normalise import shadow as shadow_of
from corpus.segmentation import tagged

_APART: Final = re.compile(r"[\s_,;:、，；：/|()（）\[\]【】+&＋.\-－—–]+|[和与及跟]")
_NOT_STAFF: Final = ("居民", "村民", "志愿者", "业主", "患者", "病人", "群众", "用户", "家属")
_TITLE: Final = re.compile(
    r"(?:信息|业务|流调|专职|分管|副|原|老|女|男)*"
    r"(?:局长|处长|科长|主任|书记|秘书长|区长|市长|镇长|乡长|科员|队员|民警|干部|干事|人员|经理|"
    r"负责人|工作人员|员|长)?[\dA-Za-z]*"
)

Match = tuple[str, int, int]
"""Department, start, end."""
_Candidate = tuple[int, int, str]
"""Start, end, and the name as the gazetteer has it."""


class Gazetteer:
    """Names of departments -> the department, regional forms included.

    ``names``: department -> the names it goes by (its own name is one), or an ``Office`` that also
    tells the longer words in which they do not count (``unless``). Raises ValueError when a name
    stands for two departments.
    """

    def __init__(self, names: Mapping[str, Sequence[str] | Office]) -> None:
        import ahocorasick_rs

        offices = {department: as_office(office) for department, office in names.items()}
        department_of: dict[str, str] = {}
        for department, office in offices.items():
            for name in (department, *office.names):
                key = shadow_of(name)
                if department_of.setdefault(key, department) != department:
                    raise ValueError(
                        f"a name must stand for one department, got {name!r} for "
                        f"{department_of[key]!r} and {department!r}"
                    )
        for key, wider in variants(tuple(department_of), {"社区": ()}).items():
            for form in wider:
                department_of.setdefault(form, department_of[key])
        self.of = department_of
        self._forms = tuple(department_of)
        self._unless = _unless(offices, department_of)
        words = {form: tagged(form) for form in self._forms}
        self._positions = frozenset(form for form in words if is_position(words[form]))
        self._subjects = frozenset(form for form in words if is_subject(form, words[form]))
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms or ("\uffff",))

    def find(self, shadow: str) -> list[Match]:
        """(department, start, end) of every name in a shadow text that names somebody there (see
        ``analysis.departments.naming``), the longest where several begin at one place; none
        overlap.
        """
        candidates = self._candidates(shadow)
        if not candidates:
            return []
        sentence = Sentence.of(tagged(shadow))
        bounded = self._standing(shadow, sentence, candidates)
        offices = {offset for start, end, _ in bounded for offset in (start, end - 1)}
        return self._apart(
            candidate
            for candidate in bounded
            if self._is_meant(sentence, candidate, offices.__contains__)
        )

    def resolve(self, text: str) -> str:
        """The department of a label or field; "" when it names none.

        The first that it names; where one stands inside another (D街道某社区) the innermost.
        """
        shadow = shadow_of(text)
        matches = self._in_label(shadow)
        if not matches:
            return ""
        inner = matches[0]
        for match in matches[1:]:
            if _APART.search(shadow, inner[2], match[1]):
                break
            if _is_end(shadow, match[2]):
                inner = match
        return inner[0]

    def resolve_name(self, text: str) -> str:
        """The department that is one whole part of a file's name or number (``W-05_民政局_2``,
        ``W-10 社区书记``); "" when it only occurs in one (``与民政局座谈``).
        """
        shadow = shadow_of(text)
        for department, start, end in self._in_label(shadow):
            area = start > 0 and shadow[start - 1] in "市区县省"
            before = start - 1 if area else start
            begins = before == 0 or _APART.match(shadow, before - 1) is not None
            if begins and _is_end(shadow, end):
                return department
        return ""

    def _in_label(self, shadow: str) -> list[Match]:
        """The names in a label: whole words, whether everyday words or not; none of people who are
        no staff (社区居民).
        """
        candidates = self._candidates(shadow)
        sentence = Sentence.of(tagged(shadow) if candidates else ())
        return self._apart(
            candidate
            for candidate in self._standing(shadow, sentence, candidates)
            if not shadow.startswith(_NOT_STAFF, candidate[1])
        )

    def _candidates(self, shadow: str) -> list[_Candidate]:
        """Every name by its letters, longest first where they begin alike."""
        spelled = self._automaton.find_matches_as_indexes(shadow, overlapping=True)
        candidates = [(start, end, self._forms[number]) for number, start, end in spelled]
        return sorted(candidates, key=lambda candidate: (candidate[0], -candidate[1]))

    def _apart(self, candidates: Iterable[_Candidate]) -> list[Match]:
        """The first and longest of candidates that overlap."""
        matches: list[Match] = []
        for start, end, form in candidates:
            if not matches or start >= matches[-1][2]:
                matches.append((self.of[form], start, end))
        return matches

    def _standing(
        self, shadow: str, sentence: Sentence, candidates: Sequence[_Candidate]
    ) -> list[_Candidate]:
        """Those made of whole words and not part of a longer name; a shorter one does not count
        where the longer one begins the name of a place (卫健 in 卫健委隔壁).
        """
        standing = []
        elsewhere = -1
        for candidate in candidates:
            start, end, _ = candidate
            if start == elsewhere or not self._stands(shadow, sentence, candidate):
                continue
            if is_elsewhere(sentence, start, end):
                elsewhere = start
            else:
                standing.append(candidate)
        return standing

    def _stands(self, shadow: str, sentence: Sentence, candidate: _Candidate) -> bool:
        """Whether the name is made of whole words and not part of a word of ``unless``."""
        start, end, form = candidate
        return whole_words(sentence, start, end, form, form in self._subjects) and not any(
            start >= offset and shadow.startswith(word, start - offset)
            for word, offset in self._unless.get(form, ())
        )

    def _is_meant(
        self, sentence: Sentence, candidate: _Candidate, is_office: Callable[[int], bool]
    ) -> bool:
        """Whether a name that is an everyday word as well names somebody in its sentence."""
        start, end, form = candidate
        if form in self._positions:
            return is_above(sentence, start, end)
        if is_kind(form) and not is_body(sentence, start, end, form, is_office):
            return False
        if is_level(form):
            return is_government(sentence, start, end, is_office)
        if is_working_group(form):
            return is_no_class(sentence, start, end)
        return form not in self._subjects or is_somebody(sentence, start, end, is_office)


def _unless(
    offices: Mapping[str, Office], department_of: Mapping[str, str]
) -> dict[str, list[tuple[str, int]]]:
    """Name -> each word in which it does not count, with the offset of the name in the word."""
    within: dict[str, list[tuple[str, int]]] = {}
    words_of = {
        department: [shadow_of(word) for word in office.unless]
        for department, office in offices.items()
    }
    for form, department in department_of.items():
        for word in words_of[department]:
            offset = word.find(form)
            while offset >= 0:
                within.setdefault(form, []).append((word, offset))
                offset = word.find(form, offset + 1)
    return within


def _is_end(shadow: str, offset: int) -> bool:
    """Whether a part of a label ends at an offset, or only a person's title follows."""
    title = _TITLE.match(shadow, offset)
    offset = title.end() if title else offset
    return offset == len(shadow) or _APART.match(shadow, offset) is not None
