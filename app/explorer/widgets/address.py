"""What stands in the address, so that what one sees can be sent to somebody: the page, its place
and the choices made there, by ids, the same in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st

from app.explorer.widgets.session import Session

T = TypeVar("T")


def select(
    box: Any,
    label: str,
    options: Sequence[T],
    *,
    key: str,
    show: Callable[[Any], str],
    default: Any = None,
    name: str = "",
    **more: Any,
) -> T:
    """A choice of one, kept in the address as ``name`` (else ``key``); the default leaves no trace
    there. None among the options is kept as "".
    """
    name = name or key
    first = default if default in options else options[0]
    told = box.selectbox(
        label,
        ["" if one is None else one for one in options],
        index=_place(name, options, first),
        format_func=lambda one: show(None if one == "" else one),
        key=key,
        **more,
    )
    chosen: Any = None if told == "" else told
    _publish(name, [] if chosen == first else [str(chosen)])
    return chosen  # type: ignore[no-any-return]


def segments(
    box: Any, label: str, options: Sequence[T], *, key: str, show: Callable[[Any], str]
) -> T:
    """A choice of one among few; the first is the default."""
    chosen: T = box.segmented_control(
        label,
        options,
        default=options[_place(key, options, options[0])],
        required=True,
        format_func=show,
        key=key,
        label_visibility="collapsed",
    )
    _publish(key, [] if chosen == options[0] else [str(chosen)])
    return chosen


def several(
    box: Any,
    label: str,
    options: Sequence[T],
    *,
    key: str,
    show: Callable[[Any], str] = str,
    **more: Any,
) -> list[T]:
    """A choice of any number; nothing chosen is the default."""
    return _any_of(box.multiselect, label, options, key, format_func=show, **more)


def pills(
    box: Any, label: str, options: Sequence[T], *, key: str, show: Callable[[Any], str]
) -> list[T]:
    """A choice of any number among few; nothing chosen is the default."""
    return _any_of(
        box.pills,
        label,
        options,
        key,
        format_func=show,
        selection_mode="multi",
        label_visibility="collapsed",
    )


def _any_of(
    widget: Callable[..., list[T]], label: str, options: Sequence[T], key: str, **more: Any
) -> list[T]:
    told = set(st.query_params.get_all(key))
    chosen = widget(
        label,
        options,
        default=[one for one in options if str(one) in told] or None,
        key=key,
        **more,
    )
    _publish(key, [str(one) for one in chosen])
    return chosen


def _place(name: str, options: Sequence[Any], default: Any) -> int:
    told = st.query_params.get(name)
    by = {str(option): place for place, option in enumerate(options)}
    return by[told] if told is not None and told in by else list(options).index(default)


def _publish(name: str, values: list[str]) -> None:
    if st.query_params.get_all(name) == values:
        return
    if values:
        st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]


def goto(page: str, **params: object) -> None:
    """Open another page of the explorer; ``params`` are its address, without what is empty."""
    st.switch_page(
        st.session_state["pages"][page],
        query_params={
            name: str(value) for name, value in params.items() if value not in (None, "")
        },
    )


def nothing_yet(session: Session, key: str) -> None:
    """A page with nothing to show: say why, with the way to where interviews are taken in."""
    with st.container(horizontal=True, vertical_alignment="center", key="nothing_yet"):
        st.info(session.say(key), icon=":material/upload_file:")
        if st.button(
            session.say("overview.go", page=session.say("page.overview")),
            type="primary",
            key="go_overview",
        ):
            goto("overview")
