"""Every page of the explorer, on the sample study, an empty one, a hostile one and broken ones: no
exception, and a word on what to do.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from studies_of_pages import copy, empty, hostile

from app.explorer import pages
from app.explorer.pages import PAGES, PageSpec
from corpus.catalogue import LANGUAGES, message

SCRIPT = """
import streamlit as st
from app.explorer.main import page_of
from app.explorer.pages import PAGES
from app.explorer.widgets.notices import show_notices
from app.explorer.widgets.session import start

session = start()
st.session_state["pages"] = {}
for name, value in __PARAMS__.items():
    if name not in st.session_state.get("told", ()):
        st.query_params[name] = value
st.session_state["told"] = list(__PARAMS__)
page_of(next(spec for spec in PAGES if spec.id == "__PAGE__"), [session])()
show_notices()
"""


@pytest.fixture(scope="module")
def studies(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    return {
        "sample": copy(demo, folder / demo.name),
        "empty": empty(folder / "empty.fangtan"),
        "hostile": hostile(folder / "hostile.fangtan"),
    }


def shown(
    page: str,
    study: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    role: str = "coder",
    lang: str = "zh",
    coder: str = "王",
    params: dict[str, str] | None = None,
) -> AppTest:
    for name, value in (("STUDY", str(study)), ("ROLE", role), ("LANG", lang), ("CODER", coder)):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    monkeypatch.delenv("FANGTAN_DEMO", raising=False)
    return AppTest.from_string(
        SCRIPT.replace("__PAGE__", page).replace("__PARAMS__", repr(params or {})),
        default_timeout=120,
    ).run()


def words(at: AppTest) -> str:
    """All that stands on the page, as far as AppTest can tell."""
    return "\n".join(
        str(getattr(one, "value", "")) + str(getattr(one, "label", "")) for one in at.main
    )


def sound(at: AppTest) -> None:
    assert not at.exception, at.exception
    begin = (
        message("explorer.mistake", "zh").split("（")[0],
        message("explorer.mistake", "en").split("(")[0],
    )
    assert not [error.value for error in at.error if error.value.startswith(begin)]


def test_every_file_is_a_page_or_a_part_of_one() -> None:
    folder = Path(pages.__file__).parent
    files = {path.stem for path in folder.iterdir() if not path.name.startswith("__")}
    assert files == {spec.id for spec in PAGES}


def test_each_page_is_told_in_the_docs_and_named_in_both_languages() -> None:
    docs = (Path(pages.__file__).parents[3] / "docs" / "explorer.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in docs.splitlines() if line.startswith("| ")]
    assert rows[1:] == [message(f"page.{spec.id}", "zh") for spec in PAGES]
    names = {lang: [message(f"page.{spec.id}", lang) for spec in PAGES] for lang in LANGUAGES}
    for lang, titles in names.items():
        assert len(set(titles)) == len(PAGES), lang
        assert all(title and not title.startswith("page.") for title in titles)
    assert all(spec.icon.startswith(":material/") for spec in PAGES)


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.id)
def test_the_file_of_a_page_says_what_it_is_for(spec: PageSpec) -> None:
    render = spec.load()
    told = sys.modules[render.__module__].__doc__ or ""
    title = message(f"page.{spec.id}", "zh")
    package = sys.modules[f"app.explorer.pages.{spec.id}"].__doc__ or ""
    assert title in told or title in package


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("study", ["sample", "empty", "hostile"])
@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_a_page_is_drawn(
    page: str, study: str, lang: str, studies: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = shown(page, studies[study], monkeypatch, lang=lang)
    sound(at)
    if study == "empty":
        assert at.info or at.success, "an empty study says what to do"


@pytest.mark.thorough
@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_a_reviewer_and_someone_without_a_name(
    page: str, studies: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = shown(page, studies["sample"], monkeypatch, role="reviewer")
    sound(at)
    labels = {button.label for button in at.button}
    for key in (
        "overview.import",
        "overview.code_again",
        "books.rename",
        "books.merge",
        "books.take",
        "cases_page.add",
        "review.settle",
        "compare.record",
    ):
        assert message(key) not in labels
    sound(shown(page, studies["sample"], monkeypatch, coder=""))


@pytest.mark.parametrize(
    ("page", "params"),
    [
        ("themes", {"code": "information_ecology:IE1.5"}),
        ("themes", {"code": "no:such"}),
        ("themes", {"lens": "no"}),
        ("coding", {"c": "nothing"}),
        ("coding", {"t": "no", "start": "9999999", "end": "99999999"}),
        ("coding", {"start": "٣", "end": "5"}),
        ("coding", {"place": "none"}),
        ("network", {"a": "IE3.2", "b": "IE5.6", "unit": "sentence"}),
        ("network", {"network_view": "chains", "book": "problem_cause_countermeasure"}),
        ("network", {"network_view": "<b>", "unit": "x", "book": "y"}),
        ("network", {"a": "IE3.2", "b": "IE3.2"}),
        ("review", {"review_view": "opinions"}),
        ("review", {"review_view": "looking"}),
        ("review", {"review_view": "looking", "looking_codes": "x"}),
        ("review", {"review_which": "disputed"}),
        ("review", {"review_which": "every", "review_codes": "x"}),
        ("concordance", {"search_text": "数据"}),
        ("concordance", {"search_text": "(", "search_pattern": "true"}),
        ("compare", {"t": "no", "compare_first": "no"}),
        ("books", {"code": "IE3.2"}),
    ],
)
def test_an_address_opens_its_state_or_falls_back(
    page: str, params: dict[str, str], studies: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound(shown(page, studies["sample"], monkeypatch, params=params))


@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_nothing_of_the_study_is_read_as_markdown(
    page: str, studies: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = shown(
        page,
        studies["hostile"],
        monkeypatch,
        params={"code": "information_ecology:X<script>window.evil=1"} if page == "themes" else {},
    )
    for kind in (
        "markdown",
        "caption",
        "info",
        "warning",
        "error",
        "success",
        "title",
        "subheader",
        "header",
        "toast",
    ):
        for element in getattr(at, kind):
            assert not any(
                sign in element.value
                for sign in ("![图]", "<script", ":red[", "**粗**", "](http", "$x^")
            ), (kind, element.value)
    for kind in (
        "button",
        "multiselect",
        "selectbox",
        "expander",
        "radio",
        "checkbox",
        "text_input",
    ):
        for element in getattr(at, kind):
            assert "![图]" not in element.label and "<script" not in element.label


def broken(how: str, sample: Path, folder: Path) -> Path:
    path = folder / f"{how}.fangtan"
    if how == "missing":
        return path
    if how == "garbage":
        path.write_bytes(b"\x00\xff not a study" * 500)
    elif how == "other database":
        with sqlite3.connect(path) as database:
            database.execute("create table x (y)")
        database.close()
    elif how == "cut short":
        path.write_bytes(copy(sample, path).read_bytes()[:5000])
    elif how == "codebook":
        copy(sample, path)
        with sqlite3.connect(path) as database:
            database.execute("update codebooks set snapshot = substr(snapshot, 1, 200)")
        database.close()
    return path


@pytest.mark.parametrize("how", ["missing", "garbage", "other database", "cut short", "codebook"])
def test_a_broken_study_is_told_in_words(
    how: str, studies: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = broken(how, studies["sample"], tmp_path)
    for name, value in (("STUDY", str(path)), ("ROLE", "coder"), ("LANG", "zh"), ("CODER", "王")):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    at = AppTest.from_file(
        str(Path(pages.__file__).parents[1] / "entry" / "explorer_script.py"), default_timeout=60
    ).run()
    assert not at.exception
    [error] = at.error
    assert len(error.value) > 10 and "Traceback" not in error.value and "sqlite3" not in error.value
    assert not (how == "missing" and path.exists())


def test_the_whole_explorer_runs_and_switches_its_language(
    studies: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("STUDY", str(studies["sample"])),
        ("ROLE", "coder"),
        ("LANG", "zh"),
        ("CODER", "王"),
        ("DEMO", "1"),
    ):
        monkeypatch.setenv(f"FANGTAN_{name}", value)
    at = AppTest.from_file(
        str(Path(pages.__file__).parents[1] / "entry" / "explorer_script.py"), default_timeout=60
    ).run()
    assert not at.exception and at.title[0].value.startswith("合成样例")
    at.sidebar.get("button_group")[0].set_value("en").run()
    assert not at.exception and [metric.label for metric in at.metric][:2] == [
        "Transcripts",
        "Characters",
    ]
