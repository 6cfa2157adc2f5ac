"""How well does the coder learn, by the number of labels? Aspects of restaurant reviews, macro-F1.

Each review counts as an interview of one sentence; a code's labels are ``n`` reviews drawn at
random, answered for every aspect, and told is F1 over all other reviews, averaged over aspects and
draws. Beside it, in the same draws: logistic regression on TF-IDF of n-grams of characters
(scikit-learn's own threshold, and as many as the rate among the labels), and nearness to the
codebook alone (the same rate).

    uv run python benchmarks/coders.py FOLDER [--labels 10,20,50,100] [--draws 5]

``--researcher``: somebody answers sentence by sentence; told is which share of the sentences was
looked at until 80 % of an aspect's were found, by the queue, the most probable first, in order.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from analysis.coders.learned import LearnedCoder, Studied
from analysis.coders.learning.answers import Answer, Answers, Row, Talk, Way
from analysis.coders.learning.queue import BATCH, next_to_look_at, strangeness_of
from analysis.coders.ngrams import Floats
from codebooks.codebook import Codebook
from corpus.normalise import shadow
from corpus.span import Span

ASPECTS = {
    "location_traffic": ("交通便利", "到店的交通：地铁、公交、打车、开车是否方便"),
    "location_distance_from_business_district": (
        "离商圈远近",
        "离商圈、商场、市中心的远近，所在地段",
    ),
    "location_easy_to_find": ("是否好找", "店好不好找，门面、楼层、路口、招牌是否显眼"),
    "service_wait_time": ("等位时间", "排队、等位、叫号、要等多久才有座位"),
    "service_waiters_attitude": ("服务态度", "服务员、老板、店员的态度，热情、周到或冷淡"),
    "service_parking_convenience": ("停车方便", "停车、车位、停车场、停车费"),
    "service_serving_speed": ("上菜速度", "上菜、出餐快慢，催菜"),
    "price_level": ("价格水平", "价格高低，贵、便宜、人均多少钱"),
    "price_cost_effective": ("性价比", "性价比，划算、实惠、值不值"),
    "price_discount": ("折扣力度", "优惠、团购、券、打折、代金券、活动"),
    "environment_decoration": ("装修", "装修、装饰、风格、氛围、格调"),
    "environment_noise": ("嘈杂情况", "安静或吵闹，声音、人多嘈杂"),
    "environment_space": ("就餐空间", "空间、面积、座位、包间，宽敞或拥挤"),
    "environment_cleaness": ("卫生情况", "卫生、干净、整洁或脏"),
    "dish_portion": ("分量", "菜的分量、份量，大份小份，够不够吃"),
    "dish_taste": ("口感", "味道、口味、好吃难吃，咸淡、鲜、嫩"),
    "dish_look": ("外观", "菜的样子、摆盘、颜色、卖相"),
    "dish_recommendation": ("推荐程度", "推荐、必点、招牌菜，值得点"),
}


def book() -> Codebook:
    """The aspects as a codebook: names and definitions, no indicator."""
    return Codebook.model_validate(
        {
            "id": "reviews",
            "version": "1",
            "name": {"zh": "餐馆评论", "en": "Reviews"},
            "codes": [
                {"id": key, "name": {"zh": name, "en": key}, "definition": {"zh": told, "en": key}}
                for key, (name, told) in ASPECTS.items()
            ],
        }
    )


def reviews(folder: Path) -> tuple[list[str], Floats]:
    """Texts, and texts x aspects: 1 where the aspect is mentioned."""
    texts, told = [], []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as rows:
            for row in csv.DictReader(rows):
                texts.append(shadow(row["reviewbody"]))
                told.append([float(row[aspect] != "-2") for aspect in ASPECTS])
    return texts, np.array(told)


def talk_of(texts: list[str]) -> Talk:
    """Each text an interview."""
    rows = tuple(Row(number, 0, Span(0, len(text))) for number, text in enumerate(texts))
    names = tuple(map(str, range(len(texts))))
    return Talk(names, rows, tuple(texts), tuple(() for _ in texts))


def f1(told: np.ndarray, right: np.ndarray) -> float:
    both = float((told * right).sum())
    return 2 * both / max(float(told.sum() + right.sum()), 1e-9)


def most(scores: Floats, rate: float) -> Floats:
    """1 for the ``rate`` of the highest scores."""
    return (scores >= np.quantile(scores, 1 - min(max(rate, 1e-6), 1.0))).astype(float)


def once(texts: list[str], right: Floats, labels: int, seed: int) -> dict[str, list[float]]:
    """F1 by way, one a code, of one draw."""
    drawn = np.random.default_rng(seed).choice(len(texts), size=labels, replace=False)
    rest = np.setdiff1d(np.arange(len(texts)), drawn)
    talk, answers = talk_of(texts), Answers()
    keys = [("reviews", aspect) for aspect in ASPECTS]
    for code, key in enumerate(keys):
        for row in drawn:
            answers.by_code[key][int(row)] = Answer(bool(right[row, code]))
    coder = LearnedCoder(book(), studied=Studied(talk, answers))
    shown = coder.weigh_talk(talk)
    near = LearnedCoder(book(), studied=Studied(talk)).weigh_talk(talk)
    table = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True)
    grams = table.fit_transform(texts)
    found: dict[str, list[float]] = defaultdict(list)
    thresholds = coder.thresholds
    for code in range(len(keys)):
        yes = right[drawn, code]
        rate = float(yes.mean())
        truth = right[rest, code]
        told = (
            (shown[rest, code] >= thresholds[code] - 1e-12).astype(float)
            if code in thresholds
            else most(shown[rest, code], rate)
        )
        found["learned"].append(f1(told, truth))
        found["learned, rate"].append(f1(most(shown[rest, code], rate), truth))
        found["nearness, rate"].append(f1(most(near[rest, code], rate), truth))
        if 0 < yes.sum() < labels:
            model = LogisticRegression(max_iter=500).fit(grams[drawn], yes)
            odds = model.decision_function(grams[rest])
            found["tf-idf"].append(f1((odds > 0).astype(float), truth))
            found["tf-idf, rate"].append(f1(most(odds, rate), truth))
        else:
            found["tf-idf"].append(f1(np.full(len(rest), rate), truth))
            found["tf-idf, rate"].append(found["tf-idf"][-1])
    return found


WAYS = ("queue", "most probable", "in order")


def until_found(texts: list[str], right: Floats, code: int, way: str, seed: int) -> float:
    """A researcher who answers truly, ten sentences at a time: the share of all sentences looked at
    until 80 % of a code's are found.
    """
    generator = np.random.default_rng(seed)
    talk, answers = talk_of(texts), Answers()
    key = ("reviews", list(ASPECTS)[code])
    order = generator.permutation(len(texts))
    wanted = 0.8 * right[:, code].sum()
    seen: dict[int, Way] = {int(row): "random" for row in order[:BATCH]}
    while right[list(seen), code].sum() < wanted:
        for row, chosen in seen.items():
            answers.by_code[key][row] = Answer(bool(right[row, code]), way=chosen)
        left = np.array([row not in seen for row in range(len(texts))])
        if way == "in order":
            seen |= {int(row): "random" for row in order[: len(seen) + 1]}
            continue
        coder = LearnedCoder(book(), studied=Studied(talk, answers))
        shown = coder.weigh_talk(talk)
        if way == "most probable":
            best = np.argsort(-np.where(left, shown[:, code], -np.inf), kind="stable")[:BATCH]
            seen |= {int(row): "probable" for row in best if left[row]}
            continue
        open_ = np.zeros(shown.shape, dtype=bool)
        open_[:, code] = left
        strange = strangeness_of(coder.grams(talk), seen, generator)
        looks = next_to_look_at(shown, open_, coder.thresholds, strange, generator)
        seen |= {look.row: look.way for look in looks}
    return len(seen) / len(texts)


def researcher(texts: list[str], right: Floats, draws: int) -> None:
    for way in WAYS:
        shares = [
            until_found(texts, right, code, way, seed)
            for code in range(len(ASPECTS))
            for seed in range(draws)
        ]
        print(
            json.dumps(
                {
                    "way": way,
                    "looked at": f"{np.mean(shares):.2f}",
                    "sd": f"{np.std(shares):.2f}",
                    "median": f"{np.median(shares):.2f}",
                }
            ),
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--labels", default="10,20,50,100,200")
    parser.add_argument("--researcher", action="store_true")
    parser.add_argument("--draws", type=int, default=5)
    given = parser.parse_args()
    texts, right = reviews(given.folder)
    if given.researcher:
        researcher(texts, right, given.draws)
        return
    for labels in map(int, given.labels.split(",")):
        found: dict[str, list[float]] = defaultdict(list)
        for seed in range(given.draws):
            for way, values in once(texts, right, labels, seed).items():
                found[way].append(float(np.mean(values)))
        print(
            json.dumps(
                {"labels": labels}
                | {way: f"{np.mean(v):.3f} ± {np.std(v):.3f}" for way, v in found.items()}
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
