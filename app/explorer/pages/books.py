"""编码簿: read and edit codes, see what the linter says and what a change would do to this study,
then save it as a new version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import streamlit as st
import yaml

from analysis.coders.preview import Change, findings, preview
from app.explorer.components.cards import cards
from app.explorer.state.coding.cards import Card, Chip, Deck
from app.explorer.state.coding.page_data import SIGNS
from app.explorer.state.coding.tree import with_below
from app.explorer.widgets.edit import CodeOutcome
from app.explorer.widgets.long_work import stop_button
from app.explorer.widgets.markdown import plain
from app.explorer.widgets.notices import errors_shown, notice
from app.explorer.widgets.session import Session
from codebooks.codebook import Code, Codebook
from codebooks.editing import next_version, with_code, words_of
from codebooks.loading import SHIPPED, BadCodebook, load, parse
from corpus.problem import FangtanError
from corpus.project import Filter
from corpus.project.operations import AddCode, MergeCodes, MoveCode, Operation, RenameCode
from corpus.project.records import CodeInfo

CLASSES: Final = ("concept", "deficit", "asset")
SHOWN: Final = 30


def render(session: Session) -> None:
    say = session.say
    books = session.desk.rules()
    if not books:
        st.info(say("books.none"))
    _take_in(session)
    if not books:
        return
    left, right = st.columns([4, 8], gap="medium")
    with left:
        name = st.selectbox(
            say("themes.book"),
            [book.id for book in books],
            format_func={
                book.id: f"{book.name.text(session.lang)} {book.version}" for book in books
            }.__getitem__,
            key="books_book",
        )
        book = next(one for one in books if one.id == name)
        options = [code.id for code, _, _ in book.walk()]
        depth = {code.id: level for code, level, _ in book.walk()}
        wanted = st.query_params.get("code")
        key = st.selectbox(
            say("themes.label"),
            options,
            index=options.index(wanted) if wanted in options else min(1, len(options) - 1),
            format_func=lambda code: (
                "　" * depth[code] + f"{code} {book.by_id[code].name.text(session.lang)}"
            ),
            key=f"books_code_{book.id}",
        )
        st.caption(
            session.mark(
                "books.version", version=book.version, hash=book.hash[:12], codes=len(options)
            )
        )
        versions = [
            info for info in session.desk.project.codebooks(current=False) if info.family == book.id
        ]
        if len(versions) > 1:
            with st.expander(say("books.versions", count=len(versions))):
                for info in versions:
                    st.text(f"{info.version}  {info.hash[:12]}{'  ✓' if info.current else ''}")
        st.download_button(
            say("books.download"),
            lambda: _yaml(book),
            file_name=f"{book.id}.yaml",
            mime="application/yaml",
            on_click="ignore",
            key="books_download",
        )
        if not session.reviewer:
            _own_code(session, book)
            _arrange(session, book)
    with right:
        _edit(session, book, book.by_id[key])


def _yaml(book: Codebook) -> bytes:
    return yaml.safe_dump(
        book.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        allow_unicode=True,
        sort_keys=False,
        width=160,
    ).encode("utf-8")


def _lines(words: Iterable[str]) -> str:
    return "、".join(words)


def _edit(session: Session, book: Codebook, code: Code) -> None:
    """The fields of a code; what is typed is checked at once."""
    say, lang = session.say, session.lang
    prefix = f"edit_{book.id}_{code.id}_{book.hash[:8]}"
    locked = session.reviewer
    st.subheader(plain(f"{code.id} {code.name.text(lang)}"), anchor=False)
    changed = _fields(session, code, prefix, locked)
    try:
        made = with_code(book, code.id, changed, next_version(book.version))
    except BadCodebook as error:
        for problem in error.problems:
            st.error(plain(problem.message(lang)))
        return
    same = made.model_copy(update={"version": book.version}).hash == book.hash
    for finding in findings(made, code.id)[:12]:
        tell: Any = {"error": st.error, "warning": st.warning, "note": st.caption}[finding.severity]
        tell(plain(finding.text(lang)))
    for near in code.near:
        st.caption(session.mark("books.near", words=" + ".join(near.words), within=near.within))
    if same or locked:
        st.caption(say("books.same") if not locked else say("working.reviewer"))
        return
    _try(session, book, made, code.id, prefix)


def _fields(session: Session, code: Code, prefix: str, locked: bool) -> dict[str, Any]:
    """The fields of a code to be filled in; what stands in them, as it stands in YAML."""
    say = session.say
    changed = _name_and_class(session, code, prefix, locked)
    definition = st.text_area(
        say("books.definition"),
        code.definition.zh,
        key=f"{prefix}_definition",
        disabled=locked,
        height=80,
    )
    strong = {
        name: st.text_area(
            say(f"books.strong_{name}"),
            _lines(words),
            key=f"{prefix}_{name}",
            disabled=locked,
            height=80,
            help=say("books.words_help"),
        )
        for name, words in _own_words(code).items()
    }
    four, five = st.columns(2)
    weak = four.text_area(
        say("books.weak"),
        _lines(word for word, _ in code.weak.items(code.kind)),
        key=f"{prefix}_weak",
        disabled=locked or _mixed(code),
        height=80,
        help=say("books.weak_help"),
    )
    unless = five.text_area(
        say("books.unless"),
        _lines(code.unless),
        key=f"{prefix}_unless",
        disabled=locked,
        height=80,
        help=say("books.unless_help"),
    )
    changed["definition"] = {**code.definition.model_dump(exclude_defaults=True), "zh": definition}
    changed["indicators"] = {
        name: list(words_of(text)) for name, text in strong.items() if words_of(text)
    }
    if not _mixed(code):
        changed["weak"] = list(words_of(weak))
    changed["unless"] = list(words_of(unless))
    return changed


def _name_and_class(session: Session, code: Code, prefix: str, locked: bool) -> dict[str, Any]:
    say = session.say
    one, two, three = st.columns([4, 4, 2])
    zh = one.text_input(
        say("books.name_zh"), code.name.zh, key=f"{prefix}_zh", disabled=locked, live=True
    )
    en = two.text_input(
        say("books.name_en"), code.name.en, key=f"{prefix}_en", disabled=locked, live=True
    )
    kind = three.selectbox(
        say("books.class"),
        CLASSES,
        index=CLASSES.index(code.kind),
        format_func=lambda name: say(f"books.class_{name}"),
        key=f"{prefix}_kind",
        disabled=locked,
    )
    return {"name": {"zh": zh, **({"en": en} if en else {})}, "class": kind}


def _own_words(code: Code) -> dict[str, tuple[str, ...]]:
    """Strong indicators by class; those of a plain list under the class of the code."""
    found: dict[str, tuple[str, ...]] = {}
    for name in CLASSES:
        own = code.indicators.own if name == code.kind else ()
        found[name] = (*own, *getattr(code.indicators, name))
    return {name: words for name, words in found.items() if words or name == code.kind}


def _mixed(code: Code) -> bool:
    """Weak indicators of several classes are edited in the YAML file, where their classes can be
    told.
    """
    return any(getattr(code.weak, name) for name in CLASSES if name != code.kind)


def _try(session: Session, book: Codebook, made: Codebook, key: str, prefix: str) -> None:
    say = session.say
    left, right = st.columns(2)
    if left.button(say("books.preview"), key=f"{prefix}_preview", icon=":material/visibility:"):
        st.session_state["preview"] = (made.hash, None)
    known = st.session_state.get("preview")
    if known and known[0] == made.hash:
        if known[1] is None:
            bar = st.progress(0.0, text=say("overview.coding_now"))
            stop_button(session, "preview")
            entities = list(session.facts.infos)
            known = (
                made.hash,
                preview(
                    ((entity, session.desk.transcript(entity)) for entity in entities),
                    book,
                    made,
                    progress=lambda done: _advance(bar, done, len(entities)),
                ),
            )
            st.session_state["preview"] = known
            bar.empty()
        found = known[1]
        st.markdown(
            say(
                "books.effect",
                added=len(found.added),
                gone=len(found.gone),
                before=found.before,
                after=found.after,
            )
        )
        for label, changes in (("added", found.added), ("gone", found.gone)):
            if changes:
                st.markdown(f"**{say(f'books.{label}')}**")
                cards(
                    Deck(
                        [
                            _card(session, made, change, f"{label}{place}")
                            for place, change in enumerate(changes[:SHOWN])
                        ],
                        label=say(f"books.{label}"),
                    ),
                    f"preview_{label}",
                )
    if right.button(
        session.mark("books.save", version=made.version), type="primary", key=f"{prefix}_save"
    ):
        with errors_shown(session.lang):
            if not session.edit.named():
                return
            session.edit.adopt(made)
            changed = _code(session, "save").changed
            notice(
                say("books.saved", version=made.version, added=changed.added, gone=changed.gone),
                ":material/check:",
            )
            st.session_state.pop("preview", None)
            st.rerun()


def _code(session: Session, key: str) -> CodeOutcome:
    """Let the rules over what is new, with a bar and a button to stop."""
    bar = st.progress(0.0, text=session.say("overview.coding_now"))
    stop_button(session, key)
    return session.edit.code(progress=lambda done, total, _: _advance(bar, done, total))


def _advance(bar: Any, done: int, total: int) -> None:
    bar.progress(done / max(total, 1))


def _card(session: Session, book: Codebook, change: Change, entity: str) -> Card:
    code = change.coding.code
    name = book.by_id[code].name.text(session.lang) if code in book.by_id else code
    return Card(
        entity,
        change.coding.quote,
        session.facts.label(change.transcript),
        (
            Chip(
                code,
                name,
                SIGNS[change.coding.polarity],
                session.say(f"polarity.{change.coding.polarity}"),
            ),
        ),
    )


def _take_in(session: Session) -> None:
    """Adopt a codebook that ships, or one of one's own."""
    say = session.say
    if session.reviewer:
        return
    with st.expander(
        say("books.adopt"), icon=":material/library_add:", expanded=not session.facts.books
    ):
        left, right = st.columns(2)
        shipped = left.selectbox(
            say("books.shipped"),
            [None, *SHIPPED],
            format_func=lambda name: (
                say("books.choose") if name is None else load(name).name.text(session.lang)
            ),
            key="adopt_shipped",
        )
        file = right.file_uploader(
            say("books.file"), type=["yaml", "yml"], key="adopt_file", max_upload_size=5
        )
        if st.button(say("books.take"), disabled=shipped is None and file is None, key="adopt_go"):
            if not session.edit.named():
                return
            try:
                book = (
                    parse(file.getvalue().decode("utf-8-sig"), file.name)
                    if file is not None
                    else load(shipped or "")
                )
                adopted = session.edit.adopt(book)
                changed = _code(session, "adopt").changed
                st.success(
                    session.mark(
                        "books.taken", name=book.name.text(session.lang), added=changed.added
                    )
                    if adopted
                    else say("books.known")
                )
            except BadCodebook as error:
                for problem in error.problems[:20]:
                    st.error(plain(problem.sentence(session.lang)))
            except UnicodeDecodeError:
                st.error(say("codebook.not_utf8"))
            except FangtanError as error:
                st.error(plain(error.text(session.lang)))


def _own_code(session: Session, book: Codebook) -> None:
    say, facts = session.say, session.facts
    number = st.session_state.setdefault("own_code_number", 0)
    with st.expander(say("books.own_code"), icon=":material/add:"):
        with st.form("own_code", border=False):
            key = st.text_input(say("books.own_key"), key=f"own_key_{number}", max_chars=40)
            name = st.text_input(say("books.own_name"), key=f"own_name_{number}", max_chars=80)
            parents = {
                code.id: f"{code.key} {code.title(session.lang)}"
                for code in facts.codes
                if code.family == book.id
            }
            parent = st.selectbox(
                say("books.own_parent"),
                [None, *parents],
                format_func=lambda entity: say("books.top") if entity is None else parents[entity],
                key=f"own_parent_{number}",
            )
            asked = st.form_submit_button(say("cases_page.add"))
        if asked and session.edit.apply(AddCode(book.id, key, name, parent)):
            st.session_state["own_code_number"] = number + 1  # a new form, with nothing typed
            st.rerun()


def _arrange(session: Session, book: Codebook) -> None:
    """Rename, move or merge codes of this study; the codebook as written stays in its version."""
    say = session.say
    labels = {
        code.id: f"{code.key} {code.title(session.lang)}"
        for code in session.facts.codes
        if code.family == book.id
    }
    if not labels:
        return
    with st.expander(say("books.arrange"), icon=":material/account_tree:"):
        st.caption(say("books.arrange_help"))
        code = st.selectbox(
            say("themes.label"),
            list(labels),
            format_func=labels.__getitem__,
            key=f"arrange_code_{book.id}",
        )
        info = session.facts.all_codes[code]
        below = set(with_below(session.facts, code))
        others = {entity: label for entity, label in labels.items() if entity not in below}
        operations: tuple[Operation | None, ...] = (
            _renaming(session, info),
            _moving(session, info, others),
            _merging(session, info, labels[code], others),
        )
        asked = [operation for operation in operations if operation is not None]
        if asked and session.edit.apply(*asked):
            notice(say("books.arranged"), ":material/check:")
            st.rerun()


def _renaming(session: Session, info: CodeInfo) -> RenameCode | None:
    """A field for another name; what to do when its button is pressed."""
    say = session.say
    name = st.text_input(
        say("books.own_name"),
        info.name,
        key=f"arrange_name_{info.id}_{session.facts.revision}",
        max_chars=80,
    ).strip()
    pressed = st.button(
        say("books.rename"), key="arrange_rename", disabled=not name or name == info.name
    )
    return RenameCode(info.id, name) if pressed else None


def _moving(session: Session, info: CodeInfo, others: Mapping[str, str]) -> MoveCode | None:
    """A choice of another parent (code -> label); what to do when its button is pressed."""
    say, parents = session.say, [None, *others]
    parent = st.selectbox(
        say("books.own_parent"),
        parents,
        index=parents.index(info.parent) if info.parent in parents else 0,
        format_func=lambda entity: say("books.top") if entity is None else others[entity],
        key=f"arrange_parent_{info.id}_{session.facts.revision}",
    )
    pressed = st.button(say("books.move"), key="arrange_move", disabled=parent == info.parent)
    return MoveCode(info.id, parent) if pressed else None


def _merging(
    session: Session, info: CodeInfo, label: str, others: Mapping[str, str]
) -> MergeCodes | None:
    """A choice of the code that takes the codings over, with their number; what to do when its
    button is pressed.
    """
    say, project = session.say, session.desk.project
    heir = st.selectbox(
        say("books.merge_into"),
        list(others),
        index=None,
        format_func=others.__getitem__,
        key=f"arrange_heir_{info.id}",
        placeholder=say("books.choose"),
    )
    if heir is not None:
        codings = Filter(codes=(info.id,), statuses=(), placed=None)
        count = project.count(codings).get((), 0)
        st.caption(session.mark("books.merge_help", code=label, into=others[heir], count=count))
    pressed = st.button(say("books.merge"), key="arrange_merge", disabled=heir is None)
    return MergeCodes(info.id, heir) if pressed and heir is not None else None
