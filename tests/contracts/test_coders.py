"""What holds of every machine coder. A new one is a file, a line of ``CODERS`` and its sentence."""

from __future__ import annotations

import inspect
import pickle
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

import pytest
import studies
from builders import transcript
from models import coder_of

import analysis.coders
from analysis.coders.family import CODERS, CoderKind
from app.study.inputs import find_inputs
from app.study.projects import adopt
from codebooks.codebook import Codebook
from codebooks.loading import SHIPPED, load
from corpus.catalogue import LANGUAGES, messages
from corpus.coding import POLARITIES, Coding
from corpus.project.opening import create
from corpus.project.operations import Decide
from corpus.project.records import Filter
from corpus.readers import read_file
from corpus.transcript import Transcript
from corpus.turns.transcribe import transcribe

BOOKS: tuple[Codebook, ...] = tuple(load(name) for name in SHIPPED)
TALK = (
    "问：部门之间数据共享怎么样？\n"
    "答：没有统一标准，各部门口径不一样。以前没有平台，现在建了平台。"
    "希望省里统一标准，把接口打通。\n"
)
HOSTILE = {
    "empty": "",
    "blank": " \n\u3000\n\n",
    "questions only": "问：有没有统一标准？\n问：数据共享吗？",
    "marks only": "问：？？\n答：，，。。！？；、……——（）【】",
    "no punctuation": "问：请讲\n答：" + "我们没有统一标准数据也不共享平台打不通" * 80,
    "outside the basic plane": "问：请讲。\n答：𠮷𠮷𠮷没有统一标准😀数据共享🇨🇳打不通👩‍👩‍👧。",
    "traditional and full width": "問：請講。\n答：資料沒有統一標準，ＡＰＩ介接不了。",
    "controls and masks": "问：请讲。\n答：没有\u2423统一\x00标准\u200b，数\ufeff据共享\r。",
    "like a pattern": "问：请讲。\n答：没有(统一标准[数据|共享)*平台\\d+$^.。",
    "transcription marks": "问：请讲。\n答：（笑）没有统一标准（听不清）数据[00:01:02]共享。",
    "nobody is labelled": "没有统一标准，数据不共享。",
}


def sample() -> list[Transcript]:
    found = find_inputs([Path(str(files("corpus") / "sample"))])[0][:2]
    return [transcribe(document, name) for path, name in found for document in read_file(path)[0]]


def held(kind: CoderKind, text: Transcript, codings: list[Coding]) -> None:
    """What every coding of a machine promises."""
    books = {book.id: book for book in BOOKS}
    for coding in codings:
        assert 0 <= coding.span.start < coding.span.end <= len(text.text)
        assert coding.quote == coding.span.of(text.text)
        assert coding.span in text.turns[coding.turn].span
        assert text.turns[coding.turn].role != "interviewer"
        assert (coding.coder, coding.status) == (kind.name, "suggested")
        assert coding.code in books[coding.codebook].by_id
        assert coding.polarity in POLARITIES
        evidence = coding.evidence
        assert evidence is not None, "a machine says why"
        assert evidence.hash == books[coding.codebook].hash and evidence.reason in messages()
        assert evidence.indicator == evidence.span.of(text.text)
        assert evidence.cue == (evidence.cue_span.of(text.text) if evidence.cue_span else "")


def test_names_are_unique() -> None:
    assert CODERS and len({kind.name for kind in CODERS}) == len(CODERS)


def test_no_coder_of_the_room_is_missing_from_the_tuple() -> None:
    written = {
        value
        for module in iter_modules(analysis.coders.__path__)
        for value in vars(import_module(f"{analysis.coders.__name__}.{module.name}")).values()
        if inspect.isclass(value)
        and not getattr(value, "_is_protocol", False)
        and callable(getattr(value, "code", None))
        and callable(getattr(value, "code_all", None))
    }
    assert written == {type(coder_of(kind, *BOOKS[:1])) for kind in CODERS}


@pytest.mark.parametrize("kind", CODERS, ids=lambda kind: kind.name)
class TestEveryCoder:
    def test_is_documented_and_named_in_both_languages(self, kind: CoderKind) -> None:
        coder = type(coder_of(kind, *BOOKS[:1]))
        for documented in (inspect.getmodule(coder), coder, coder.code, coder.code_all):
            assert inspect.getdoc(documented)
        assert all(messages()[f"coder.{kind.name}"][lang] for lang in LANGUAGES)

    def test_wants_a_codebook(self, kind: CoderKind) -> None:
        with pytest.raises(ValueError, match="codebook"):
            kind.build()
        assert coder_of(kind, *BOOKS).codebooks == BOOKS

    @pytest.mark.parametrize("name", HOSTILE)
    def test_keeps_its_promises_on_hostile_texts(self, kind: CoderKind, name: str) -> None:
        text = transcript(HOSTILE[name])
        held(kind, text, coder_of(kind, *BOOKS).code(text))

    def test_says_nothing_where_nothing_is_said(self, kind: CoderKind) -> None:
        coder = coder_of(kind, *BOOKS)
        for name in ("empty", "blank", "questions only", "marks only"):
            assert coder.code(transcript(HOSTILE[name])) == []
        assert coder.code_all([]) == []

    def test_keeps_its_promises_on_interviews_and_codes_them_the_same_each_time(
        self, kind: CoderKind
    ) -> None:
        texts = [*sample(), transcript(TALK), transcript("")]
        coder = coder_of(kind, *BOOKS)
        codings = coder.code_all(texts)
        assert [bool(found) for found in codings] == [*(True for _ in texts[:-1]), False]
        for text, found in zip(texts, codings, strict=True):
            held(kind, text, found)
        assert [coder.code(text) for text in texts] == codings
        assert coder_of(kind, *BOOKS).code_all(texts[::-1])[::-1] == codings
        assert pickle.loads(pickle.dumps(coder)).code_all(texts) == codings

    def test_leaves_the_transcript_and_the_codebooks_as_they_are(self, kind: CoderKind) -> None:
        text, hashes = transcript(TALK), [book.hash for book in BOOKS]
        before = (text.text, text.turns, text.sentences)
        coder_of(kind, *BOOKS).code(text)
        assert (text.text, text.turns, text.sentences) == before
        assert [book.model_copy().hash for book in BOOKS] == hashes

    def test_its_next_pass_leaves_alone_what_people_decided(
        self, kind: CoderKind, tmp_path: Path
    ) -> None:
        with create(tmp_path / "研究.fangtan", "研究") as project:
            person, machine = project.coder("林晓"), project.coder(kind.name, "machine")
            for book in BOOKS:
                adopt(project, book, person)
            studies.take(project, TALK * 12)
            entity = studies.transcript_id(project)
            codings = coder_of(kind, *BOOKS).code(project.transcript(entity))
            project.suggest(entity, machine, codings, "1")
            first, second, *others = project.codings(Filter(coders=(machine.id,)))
            assert others
            project.apply(Decide(first.id, "accepted", polarity="unsure"), coder=person)
            project.apply(Decide(second.id, "rejected"), coder=person)
            decided = {
                coding.id: coding
                for coding in project.codings()
                if coding.id in (first.id, second.id)
            }
            for key, again in (("2", codings), ("3", []), ("4", codings)):
                project.suggest(entity, machine, again, key)
                known = {coding.id: coding for coding in project.codings()}
                assert {one: known[one] for one in decided} == decided
                open_ones = [coding for coding in known.values() if coding.status == "suggested"]
                assert len(open_ones) == (len(others) if again else 0)
