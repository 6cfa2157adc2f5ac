"""A result of an analysis as one zip file: the very tables, pictures and graph files that the
command line writes.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from analysis.units import Key
from app.exporters.results import write
from app.result import Result
from corpus.catalogue import Language


def bundle(result: Result, lang: Language, names: Mapping[Key, str]) -> bytes:
    """Everything that ``fangtan <analysis> -o`` writes, in one archive."""
    stream = io.BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path in write(result, Path(folder), lang, names):
            archive.write(path, path.name)
    return stream.getvalue()
