"""The commands on a finished run: each from the outside, its numbers the same everywhere, its
mistakes in one sentence.
"""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import openpyxl
import pytest
from typer.testing import CliRunner

from analysis.association import MEASURES
from app.cli.main import app
from app.exporters.results import headed
from app.study.study import load, names_of
from corpus.catalogue import LANGUAGES

pytestmark = pytest.mark.thorough

RUNNER = CliRunner()
ANSWERS = (
    "没有统一标准，接口也打不通。主要还是因为没有经费。建议尽快出台统一标准。",
    "公安不给数据，平台倒是建了。要层层审批，签字签半天。",
    "社区天天重复填表，口径都不一样。希望统一口径，数据共享。",
    "考核纳入了，但是标准不统一，接口对接不上。领导重视才推得动。",
    "以前没有平台，现在有平台了。数据质量差，错得很多。",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("访谈")
    departments = ("公安局", "民政局", "卫健委", "公安局", "民政局", "卫健委", "公安局", "民政局")
    for place, department in enumerate(departments):
        turns = "\n".join(
            f"问：第{number}个问题？\n答：{ANSWERS[(place + number) % len(ANSWERS)]}"
            for number in range(4)
        )
        (folder / f"{place}.txt").write_text(
            (
                f"访谈编号：A-{place}\n所在部门：{department}\n访谈日期："
                f"2023-03-{20 - place:02d}\n\n{turns}\n"
            ),
            encoding="utf-8",
        )
    made = folder / "out"
    assert RUNNER.invoke(app, ["run", str(folder), "-o", str(made), "--json"]).exit_code == 0
    return made


GUIDE = "前半：第0个问题 第1个问题\n后半：第2个问题 第3个问题\n"


def small(folder: Path, said: list[str]) -> Path:
    """A run on so many one-answer interviews."""
    folder.mkdir()
    for place, answer in enumerate(said):
        (folder / f"{place}.txt").write_text(f"问：讲讲？\n答：{answer}", encoding="utf-8")
    assert (
        RUNNER.invoke(app, ["run", str(folder), "-o", str(folder / "out"), "--json"]).exit_code == 0
    )
    return folder / "out"


NAMES = ("cooccur", "network", "ena", "chains", "mentions", "crosstab", "saturation")


@pytest.mark.parametrize("options", [(), ("--lang", "en"), ("--json",)], ids=" ".join)
@pytest.mark.parametrize(
    "said",
    [["吃了两个包子。"] * 3, ["没有统一标准，接口也打不通。"] * 2],
    ids=["no codings", "two interviews"],
)
def test_too_little_data_gives_a_sentence_never_a_traceback(
    tmp_path: Path, said: list[str], options: tuple[str, ...]
) -> None:
    made = small(tmp_path / "in", said)
    for arguments in ([name] for name in NAMES):
        result = RUNNER.invoke(app, [*arguments, str(made), "-o", str(tmp_path / "x"), *options])
        assert result.exit_code == (2 if arguments == ["ena"] else 0), result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        assert any(
            word in result.output
            for word in (
                "样本不足",
                "Too little",
                "needed",
                "没有",
                "no ",
                "only",
                "0 次提及",
                "0 mentions",
            )
        ), (arguments, result.output)
    result = RUNNER.invoke(
        app, ["cooccur", str(made), "--sensitivity", "-o", str(tmp_path / "y"), *options]
    )
    assert (
        result.exit_code == 0
        and (tmp_path / "y" / "cooccur.sensitivity_edges.png").stat().st_size > 0
    )
    if "包子" in said[0]:
        assert ("没有任何编码条目" in result.output) == ("en" not in options)
        assert (
            RUNNER.invoke(
                app, ["crosstab", str(made), "--by", "id", "-o", str(tmp_path / "z"), *options]
            ).exit_code
            == 0
        )


def test_the_reason_of_a_refused_test_stands_in_every_face(out: Path, tmp_path: Path) -> None:
    whole = ask("cooccur", out, "--unit", "interview", "-o", tmp_path)
    assert any("每份访谈只有一个单元" in note for note in whole["notes"])  # type: ignore[attr-defined]
    assert all(row["q"] is None for row in whole["tables"]["pairs"])  # type: ignore[index]
    sheet = openpyxl.load_workbook(tmp_path / "cooccur.xlsx").worksheets
    assert any(
        "每份访谈只有一个单元" in str(cell.value)
        for page in sheet
        for row in page.iter_rows()
        for cell in row
    )
    assert (
        "每份访谈只有一个单元"
        in RUNNER.invoke(app, ["network", str(out), "--unit", "interview", "--no-stability"]).output
    )
    few = small(
        tmp_path / "few", ["没有统一标准，接口也打不通。\n问：还有？\n答：标准不统一。"] * 3
    )
    for command in ("cooccur", "network", "crosstab"):
        assert "少于 5 份" in RUNNER.invoke(app, [command, str(few)]).output


def test_pairs_less_than_chance_are_tested_even_when_they_never_meet(tmp_path: Path) -> None:
    turns = "".join(
        f"问：{number}？\n答：{'没有统一标准。' if number % 2 else '接口打不通。'}\n"
        for number in range(8)
    )
    folder = tmp_path / "in"
    folder.mkdir()
    for place in range(6):
        (folder / f"{place}.txt").write_text(turns, encoding="utf-8")
    assert (
        RUNNER.invoke(app, ["run", str(folder), "-o", str(folder / "out"), "--json"]).exit_code == 0
    )
    told = ask("cooccur", folder / "out")["tables"]
    assert not [
        row for row in told["pairs"] if {row["code_a"], row["code_b"]} == {"IE3.2", "IE4.2"}
    ]  # type: ignore[index]
    apart = next(
        row for row in told["apart"] if {row["code_a"], row["code_b"]} == {"IE3.2", "IE4.2"}
    )  # type: ignore[index]
    assert (
        apart["c"] == 0 and 0 < apart["p_less"] < 0.5**6 and apart["p_less"] <= apart["q_less"] <= 1
    )


def test_edges_carry_every_measure_and_the_polarities_that_meet(out: Path, tmp_path: Path) -> None:
    edges = ask("network", out, "-o", tmp_path, "--no-stability")["tables"]["edges"]  # type: ignore[index]
    assert (
        edges
        and all(set(MEASURES) - {"count"} <= set(edge) for edge in edges)
        and any("缺失" in edge["polarities"] for edge in edges)
    )
    text = (tmp_path / "network.graphml").read_text("utf-8")
    assert (
        "g2_assumes_independent_units" in text
        and "hypergeometric_assumes_independent_units" in text
        and 'attr.name="g2"' not in text
    )


def ask(*arguments: str | Path) -> dict[str, object]:
    result = RUNNER.invoke(app, [*map(str, arguments), "--json"])
    assert result.exit_code == 0, result.output
    made: dict[str, object] = json.loads(result.stdout)
    return made


COMMANDS = (
    ("cooccur",),
    ("cooccur", "--sensitivity", "--groups", "department=公安局,*"),
    ("cooccur", "--words"),
    ("cooccur", "--pair", "IE4.2", "IE3.2"),
    ("cooccur", "--words", "--pair", "接口", "标准"),
    ("ena", "--conversation", "topic", "--guide", "{guide}"),
    ("network", "--groups", "department=公安局,民政局+卫健委"),
    ("network", "--words"),
    ("network", "--kh-coder", "--tree"),
    ("ena",),
    ("ena", "--groups", "department=公安局,*"),
    ("ena", "--window", "infinite", "--weighted", "--no-sphere"),
    ("ena", "--codes", "IE3,IE4.2,IE1,IE6", "--line", "turn", "--conversation", "exchange"),
    ("chains",),
    ("chains", "--by", "codes", "--reach", "interview"),
    ("mentions", "--least", "1"),
    ("crosstab",),
    ("crosstab", "--by", "department"),
    ("keyness", "--by", "department=公安局,民政局"),
    ("keyness", "--code", "IE4.2", "--least", "2"),
    ("saturation",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_writes_what_it_tells(
    out: Path, tmp_path: Path, command: tuple[str, ...], lang: str
) -> None:
    guide = out / "guide.txt"
    guide.write_text(GUIDE, encoding="utf-8")
    told = ask(
        command[0],
        out,
        *(part.format(guide=guide) for part in command[1:]),
        "-o",
        tmp_path,
        "--lang",
        lang,
    )
    assert told["tables"] and told["notes"]
    for path in told["files"]:  # type: ignore[attr-defined]
        file = Path(path)
        assert file.stat().st_size > 0
        if file.suffix == ".png":
            assert file.read_bytes()[:4] == b"\x89PNG"
        if file.suffix in (".svg", ".graphml", ".gexf"):
            ET.parse(file)
    study = load(out)
    for name, rows in told["tables"].items():  # type: ignore[attr-defined]
        with (tmp_path / f"{told['analysis']}.{name}.csv").open(
            encoding="utf-8-sig", newline=""
        ) as stream:
            read = list(csv.reader(stream))
        assert len(read) == len(rows) + 1
        if rows:
            assert (
                len(
                    headed(
                        __import__("pandas").DataFrame(rows), lang, names_of(study.books, lang)
                    ).columns
                )
                >= len(read[0]) - 1
            )  # type: ignore[arg-type]
            known = {
                "SVD1",
                "SVD2",
                "SVD3",
                "SVD4",
                "MR1",
                "PMI",
                "NPMI",
                "Jaccard",
                "Ochiai",
                "公安局",
                "民政局",
                "卫健委",
            }
            if lang == "zh":
                assert not [
                    column
                    for column in read[0]
                    if column.isascii()
                    and column not in known
                    and column != "p"
                    and len(column) > 3
                ], read[0]
    sheets = openpyxl.load_workbook(tmp_path / f"{told['analysis']}.xlsx").sheetnames
    assert len(sheets) == len(told["tables"]) + 1  # type: ignore[arg-type]


def test_the_screen_shows_a_table_and_the_words_behind_a_pair(out: Path) -> None:
    shown = RUNNER.invoke(app, ["cooccur", str(out), "--pair", "IE4.2", "IE3.2"])
    assert (
        shown.exit_code == 0
        and "[1] A-" in shown.output
        and "没有统一标准，接口也打不通。" in shown.output
    )
    assert RUNNER.invoke(app, ["network", str(out), "--no-stability"]).exit_code == 0


def test_a_pair_leads_to_as_many_units_as_its_number_says(out: Path) -> None:
    for unit in ("sentence", "turn", "exchange", "window", "interview"):
        pairs = ask("cooccur", out, "--unit", unit, "--draws", "200")["tables"]["pairs"]  # type: ignore[index]
        assert pairs
        for row in pairs[:6]:
            assert (
                ask("cooccur", out, "--unit", unit, "--pair", row["code_a"], row["code_b"])[
                    "facts"
                ]["c"]
                == row["c"]
            )  # type: ignore[index]


def test_the_same_number_in_the_run_and_in_the_command(out: Path) -> None:
    with (out / "csv" / "cooccurrence.csv").open(encoding="utf-8-sig", newline="") as stream:
        run = {(row["编码A号"], row["编码B号"]): row for row in csv.DictReader(stream)}
    for row in ask("cooccur", out)["tables"]["pairs"]:  # type: ignore[index]
        seen = run[row["code_a"], row["code_b"]]
        assert int(seen["共现单元数 c"]) == row["c"] and float(seen["Jaccard"]) == pytest.approx(
            row["jaccard"], rel=1e-5
        )
        assert float(seen["q（BH）"]) == pytest.approx(row["q"], rel=1e-5)


def test_two_runs_of_a_command_give_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for place in ("one", "two"):
        ask("network", out, "-o", tmp_path / place)
    for file in (tmp_path / "one").iterdir():
        if file.suffix != ".xlsx":
            assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_other_programs_read_the_graph_files(out: Path, tmp_path: Path) -> None:
    facts = ask("network", out, "-o", tmp_path)["facts"]
    graphml = nx.read_graphml(tmp_path / "network.graphml")
    gexf = nx.read_gexf(tmp_path / "network.gexf")
    pajek = nx.Graph(
        nx.parse_pajek((tmp_path / "network.net").read_text("utf-8-sig").splitlines()[1:])
    )
    for graph in (graphml, gexf, pajek):
        assert (len(graph), graph.number_of_edges()) == (facts["nodes"], facts["edges"])  # type: ignore[index]
    assert graphml.graph["rule"] == facts["rule"]  # type: ignore[index]
    assert "c&gt;=2" in (tmp_path / "network.gexf").read_text("utf-8")
    labels = {data["label"] for _, data in graphml.nodes(data=True)}
    assert labels == set(pajek) and all(not label.isascii() for label in labels)
    vos = [
        line.split("\t")
        for line in (tmp_path / "network.vosviewer-map.txt").read_text("utf-8").splitlines()
    ]
    links = [
        line.split("\t")
        for line in (tmp_path / "network.vosviewer-network.txt").read_text("utf-8").splitlines()
    ]
    assert vos[0][:2] == ["id", "label"] and {row[1] for row in vos[1:]} == labels
    assert len(links) == facts["edges"] and {node for row in links for node in row[:2]} <= {
        row[0] for row in vos[1:]
    }  # type: ignore[index]


def test_saturation_goes_by_date(out: Path) -> None:
    told = ask("saturation", out)
    assert [Path(row["source"]).stem for row in told["tables"]["saturation"]] == [
        str(place) for place in range(7, -1, -1)
    ]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["cooccur", "没有的"], "run.json"),
        (["cooccur", "{out}", "--pair", "IE4.2", "ZZ"], "ZZ"),
        (["cooccur", "{out}", "--pair", "IE4.2", "IE4.2"], "两个不同"),
        (["cooccur", "{out}", "--measure", "g2"], "jaccard"),
        (["cooccur", "{out}", "--groups", "department"], "字段=值1,值2"),
        (["cooccur", "{out}", "--groups", "department=公安局,税务局"], "税务局"),
        (["cooccur", "{out}", "--groups", "department=公安局,公安局+民政局"], "互不重叠"),
        (["crosstab", "{out}", "--by", "身高"], "department"),
        (["keyness", "{out}"], "--role"),
        (["keyness", "{out}", "--by", "department=公安局", "--role", "other"], "--role"),
        (["crosstab", "{out}", "--rows", "nothing"], "information_ecology"),
        (["crosstab", "{out}", "--rows", "information_ecology:XX"], "four_elements"),
        (["network", "{out}", "--ego", "IE9.9"], "IE9.9"),
        (["network", "{out}", "--codebook", "无"], "information_ecology"),
        (["ena", "{out}", "--units", "身高"], "身高"),
        (["ena", "{out}", "--codes", "QQ"], "QQ"),
        (["ena", "{out}", "--conversation", "topic"], "--guide"),
        (["ena", "{out}", "--units", "topic", "--guide", "{out}/run.json"], "第 1 行"),
        (["ena", "{out}", "--units", "topic", "--guide", "{out}/none"], "无法读取"),
        (["cooccur", "{out}", "--words", "--pair", "接口", "接口"], "两个不同的词"),
        (["ena", "{out}", "--codes", "IE3,IE4"], "至少需要 3 个"),
    ],
)
def test_misuse_is_told_in_one_sentence_with_its_remedy(
    out: Path, arguments: list[str], says: str
) -> None:
    result = RUNNER.invoke(app, [argument.format(out=out) for argument in arguments])
    assert result.exit_code == 2 and says in result.output and "Traceback" not in result.output
