"""What the operations on links between codings do to the rows of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from corpus.coding import STEPS
from corpus.project import operations as op
from corpus.project.applying import Context
from corpus.project.journal import Row
from corpus.project.operations import Refused
from corpus.project.schema import links


def link_codings(context: Context, operation: op.LinkCodings) -> None:
    """Whose the codings are does not matter: a link changes neither, but that an open suggestion of
    a machine is accepted, so that no later pass takes it away.
    """
    if operation.step not in STEPS:
        raise Refused("project.unknown_step", step=operation.step)
    ends = [_end(context, entity) for entity in (operation.first, operation.second)]
    if operation.first == operation.second:
        raise Refused("project.link_two")
    if ends[0]["transcript"] != ends[1]["transcript"]:
        raise Refused("project.link_apart")
    if context.writer.get("links", operation.id) is not None:
        raise Refused("project.id_taken", id=operation.id)
    if context.writer.find(
        "links",
        links.c.first.in_((operation.first, operation.second)),
        links.c.second.in_((operation.first, operation.second)),
        links.c.coder == context.coder["id"],
    ):
        raise Refused("project.linked_already")
    for row in ends:
        if row["status"] == "suggested":
            context.touch(row, status="accepted")
    context.writer.put(
        "links",
        {
            "id": operation.id,
            "first": operation.first,
            "second": operation.second,
            "step": operation.step,
            "coder": context.coder["id"],
            "at": context.at,
        },
    )


def _end(context: Context, entity: str) -> Row:
    """A coding that can be joined. Raises Refused for one that does not exist, was rejected or
    still waits for its place.
    """
    row = context.writer.get("codings", entity)
    if row is None:
        raise Refused("project.unknown_coding", id=entity)
    if row["status"] == "rejected":
        raise Refused("project.link_rejected", quote=row["quote"][:40])
    context.standing(row)
    return row


def unlink_codings(context: Context, operation: op.UnlinkCodings) -> None:
    context.require_own(context.row("links", operation.link))
    context.writer.remove("links", operation.link)


LINK_HANDLERS: Final[dict[type[op.Operation], Callable[[Context, Any], None]]] = {
    op.LinkCodings: link_codings,
    op.UnlinkCodings: unlink_codings,
}
