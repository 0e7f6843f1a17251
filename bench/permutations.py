"""Whether the order of arrival changes anything: invented worlds, each published at once and in random batches.

    python bench/permutations.py [worlds] [orders]

On real tables: every order is shuffled, cut into batches of any size, and partly repeated. Printed: the least adjusted
Rand index between the stories of any order and those of one batch, and how many orders differ in any id, lead, copy or
edge. The peer in the same run is greedy streaming: an article joins the story of its best match so far, or founds one.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "stages"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "plugins"))

import numpy as np
from link_world import TABLES, Warehouse, everything, split, world
from newshouse import stories
from newshouse.records import LinkInput
from newshouse.runtime import postgres
from newshouse.warehouse import migrate, open_warehouse
from sklearn.metrics import adjusted_rand_score
from sqlalchemy import text


def main() -> None:
    worlds, orders = (int(argument) for argument in (*sys.argv[1:], "8", "5")[:2])
    with postgres.passing() as server:
        postgres.create_database(server, "permutations")
        migrate(server.url("permutations"))
        _measured(Warehouse(open_warehouse(server.url("permutations"))), worlds, orders)


def _measured(warehouse: Warehouse, worlds: int, orders: int) -> None:
    least = least_greedy = 1.0
    different = 0
    for seed in range(worlds):
        items, dice = world(seed, size=40), random.Random(seed)
        _empty(warehouse)
        warehouse.publish(items)
        at_once = everything(warehouse)
        greedy_first = _greedy(sorted(items, key=lambda item: item.published_at))
        for _ in range(orders):
            _empty(warehouse)
            for batch in split(items, dice):
                warehouse.publish(batch)
                if dice.random() < 0.3:
                    warehouse.publish(dice.sample(items, 3))
            now = everything(warehouse)
            different += now != at_once
            least = min(least, _agreement(dict(at_once["members"]), dict(now["members"])))
            least_greedy = min(least_greedy, _agreement(greedy_first, _greedy(dice.sample(items, len(items)))))
    print(f"{worlds} worlds of 40 articles, {orders} orders each, on real tables")
    print("| system | least adjusted Rand index | orders with any difference in ids, leads, copies, edges |")
    print("|---|---|---|")
    print(f"| newshouse | {least:.4f} | {different} of {worlds * orders} |")
    print(f"| greedy streaming, same scores | {least_greedy:.4f} | |")


def _empty(warehouse: Warehouse) -> None:
    names = ", ".join(f"news.{name}" for name in TABLES)
    with warehouse.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} CASCADE"))


def _agreement(one: dict[object, object], other: dict[object, object]) -> float:
    ids = sorted(set(one) | set(other), key=str)
    return float(
        adjusted_rand_score([str(one.get(key, key)) for key in ids], [str(other.get(key, key)) for key in ids])
    )


def _greedy(items: list[LinkInput]) -> dict[object, object]:
    seen: list[tuple[UUID, stories.StoryFeatures]] = []
    story: dict[object, object] = {}
    for item in items:
        features = stories.features(item)
        others = np.arange(1, len(seen) + 1)
        scores = stories.score_many([features, *(other for _, other in seen)], np.zeros_like(others), others, {})
        best = max(range(len(seen)), key=lambda number: scores[number], default=None)
        joins = best is not None and scores[best] >= stories.cut()
        story[item.article_id] = story[seen[best][0]] if best is not None and joins else item.article_id
        seen.append((item.article_id, features))
    return story


if __name__ == "__main__":
    main()
