"""What is small in a study and read anew with every revision: lists and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from analysis.units import Key
from codebooks.codebook import Codebook
from corpus.project.records import (
    CaseInfo,
    CodeInfo,
    CoderInfo,
    TranscriptInfo,
)
from corpus.transcript import is_synthetic

if TYPE_CHECKING:
    pass


@dataclass(frozen=True)
class Facts:
    """What is small and read anew with every revision."""

    revision: int
    infos: dict[str, TranscriptInfo]
    codes: list[CodeInfo]
    all_codes: dict[str, CodeInfo]
    coders: dict[str, CoderInfo]
    books: tuple[Codebook, ...]
    cases: list[CaseInfo]
    attributes: Mapping[str, Mapping[str, Any]]

    @property
    def synthetic(self) -> int:
        """How many interviews say of themselves that they are invented (合成)."""
        return sum(is_synthetic(info.metadata) for info in self.infos.values())

    def key(self, code: str) -> Key:
        """(codebook, key) of a code."""
        info = self.all_codes[code]
        return info.family, info.key

    @cached_property
    def keys(self) -> dict[str, Key]:
        """(codebook, key) of every code of the study, also of those that were retired."""
        return {entity: (code.family, code.key) for entity, code in self.all_codes.items()}

    def code_of(self, key: Key) -> CodeInfo | None:
        return next((info for info in self.codes if (info.family, info.key) == key), None)

    def label(self, transcript: str) -> str:
        """How an interview is called in lists: its number where it has one."""
        info = self.infos[transcript]
        return str(info.metadata.get("id") or info.source.rsplit("/", 1)[-1])

    def attribute_values(self) -> dict[str, list[str]]:
        """Attribute -> its values over all interviews (header fields and attributes of cases)."""
        return self._values

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {}
        for entity, info in self.infos.items():
            merged = {
                **{
                    name: info.metadata.get(name)
                    for name in ("department", "position", "gender", "level", "method")
                },
                **self.attributes.get(entity, {}),
            }
            for name, value in merged.items():
                for one in value if isinstance(value, list) else [value]:
                    if one not in (None, ""):
                        found.setdefault(name, set()).add(str(one))
        return {name: sorted(values) for name, values in sorted(found.items())}

    @cached_property
    def of_source(self) -> dict[str, str]:
        """Source -> id of the transcript."""
        return {info.source: entity for entity, info in self.infos.items()}

    def value(self, transcript: str, attribute: str) -> list[str]:
        told = self.attributes.get(transcript, {}).get(
            attribute, self.infos[transcript].metadata.get(attribute)
        )
        return [
            str(one)
            for one in (told if isinstance(told, list) else [told])
            if one not in (None, "")
        ]
