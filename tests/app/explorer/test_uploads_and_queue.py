"""Files uploaded from a page are known again by their name; the review queue leaves out what one
made, decided or judged.
"""

from __future__ import annotations

from pathlib import Path

from studies_of_pages import copy

from app.study.projects import import_interviews
from app.study.reading import Settings
from corpus.project import Filter, create, open_project
from corpus.project.operations import AddCoding, Decide, WriteReview

FIRST = "访谈编号：Z-1\n\n问：难在哪？\n答：没有统一标准。\n"
SECOND = "访谈编号：Z-1\n\n问：难在哪？\n答：没有统一标准，接口也打不通。\n"
"""合成样例"""


def uploaded(folder: Path, name: str, text: str) -> Path:
    """Where a page puts what it is sent: each time in a new folder."""
    folder.mkdir()
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_changed_file_uploaded_again_is_a_revision_and_names_no_temporary_folder(
    tmp_path: Path,
) -> None:
    with create(tmp_path / "s.fangtan") as project:
        one = import_interviews(
            project, [uploaded(tmp_path / "tmpa", "甲.txt", FIRST)], Settings(()), uploaded=True
        )
        again = import_interviews(
            project, [uploaded(tmp_path / "tmpb", "甲.txt", FIRST)], Settings(()), uploaded=True
        )
        changed = import_interviews(
            project, [uploaded(tmp_path / "tmpc", "甲.txt", SECOND)], Settings(()), uploaded=True
        )
        other = import_interviews(
            project,
            [uploaded(tmp_path / "tmpd", "乙.txt", FIRST.replace("Z-1", "Z-2"))],
            Settings(()),
            uploaded=True,
        )
        assert (
            one.count("new"),
            again.count("unchanged"),
            changed.count("revised"),
            other.count("new"),
        ) == (1, 1, 1, 1)
        assert [(info.source, info.revision) for info in project.transcripts()] == [
            ("乙.txt", 1),
            ("甲.txt", 2),
        ]


def test_a_file_uploaded_is_the_one_of_its_name_that_came_with_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "访谈"
    uploaded(folder, "甲.txt", FIRST)
    with create(tmp_path / "s.fangtan") as project:
        import_interviews(project, [folder], Settings(()))
        changed = import_interviews(
            project, [uploaded(tmp_path / "tmpa", "甲.txt", SECOND)], Settings(()), uploaded=True
        )
        assert changed.count("revised") == 1
        assert [(info.source, info.revision) for info in project.transcripts()] == [
            ("访谈/甲.txt", 2)
        ]


def test_the_queue_of_a_coder_leaves_out_what_was_made_decided_or_judged(
    sample: Path, tmp_path: Path
) -> None:
    with open_project(copy(sample, tmp_path / "queue.fangtan")) as project:
        me, other = project.coder("丙"), project.coder("丁")
        everything = project.codings(Filter())
        machine = [one for one in everything if one.status == "suggested"]
        project.apply(Decide(machine[0].id, "accepted"), coder=me)
        project.apply(Decide(machine[1].id, "accepted"), coder=other)
        project.apply(WriteReview("coding", machine[2].id, "dispute", "引文太短"), coder=me)
        project.apply(WriteReview("coding", machine[3].id, "accept", ""), coder=other)
        place = machine[4]
        project.apply(
            AddCoding(place.transcript, place.span, place.quote, place.code, "unsure"), coder=me
        )
        reviewed = {review.target for review in project.reviews() if review.coder == me.id}
        expected = {
            one.id
            for one in project.codings(Filter())
            if one.coder != me.id and one.id not in reviewed and one.id != machine[0].id
        }
        seen = {one.id for one in project.codings(Filter(unseen_by=me.id))}
        assert (
            seen == expected
            and {machine[1].id, machine[3].id} <= seen
            and not {machine[0].id, machine[2].id} & seen
        )
        assert project.count(Filter(unseen_by=me.id))[()] == len(seen)
