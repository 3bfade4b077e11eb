"""A layered layout of a small directed graph (after Sugiyama, Tagawa and Toda 1981), labels included.

Heavy arrows point down; those that would close a circle point up. Every arrow has a label box in a layer of its
own between the layers of nodes, so labels overlap neither nodes nor each other. Order in a layer by medians,
places by pulling boxes to their neighbors. The same graph gives the same picture.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

GAP_X = 18.0
GAP_Y = 19.0
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the finished picture: its center and size."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow's points from its source to its target, and its label's box."""

    points: tuple[tuple[float, float], ...]
    label: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies; ``width`` and ``height`` hold it all."""

    width: float
    height: float
    nodes: Mapping[str, Box]
    routes: Mapping[tuple[str, str], Route]


@dataclass(slots=True)
class _Item:
    """A node, a label or a bend; ``width`` is its room, ``inner`` what is drawn of it."""

    width: float
    height: float
    layer: int
    inner: float = 0.0
    x: float = 0.0
    y: float = 0.0
    up: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)


def lay_out(
    sizes: Mapping[str, tuple[float, float]],
    arrows: Mapping[tuple[str, str], int],
    labels: Mapping[tuple[str, str], tuple[float, float]],
    *,
    first: str = "",
    last: str = "",
) -> Layout:
    """Place nodes of these ``sizes`` and arrows (by weight) with ``labels`` of these sizes.

    ``first`` comes on top of all, ``last`` below all. An arrow from a node to itself is drawn at its right side.
    """
    forward, backward = _without_circles(arrows, first, last)
    layers = _layers(list(sizes), [*forward, *((b, a) for a, b in backward)], first, last)
    loops = [a for a, b in arrows if a == b]
    items: list[_Item] = []
    of_node: dict[str, int] = {}
    for name, (width, height) in sizes.items():
        extra = 2 * (labels[name, name][0] + 30) if name in loops else 0
        of_node[name] = len(items)
        items.append(_Item(width + extra, height, layers[name] * 2, width))
    chains: dict[tuple[str, str], list[int]] = {}
    for key in (*forward, *backward):
        upper, lower = key if key in forward else (key[1], key[0])
        chains[key] = _chain(items, of_node[upper], of_node[lower], labels[key])
    order = _order(items)
    _place(items, order, _weights(chains, of_node, arrows))
    width, height = _frame(items, order)
    nodes = {
        name: Box(items[n].x, items[n].y, sizes[name][0], sizes[name][1])
        for name, n in of_node.items()
    }
    ports = _ports(items, of_node, chains, forward)
    routes = {}
    for key, chain in chains.items():
        middle = max(chain, key=lambda n: items[n].height)
        path = [(items[n].x, items[n].y) for n in chain]
        points = [ports[key][0], *path, ports[key][1]]
        if key not in forward:
            points.reverse()
        label = Box(items[middle].x, items[middle].y, *labels[key])
        routes[key] = Route(tuple(points), label)
    for name in loops:
        routes[name, name] = _loop(nodes[name], labels[name, name])
    return Layout(width, height, nodes, routes)


def _without_circles(
    arrows: Mapping[tuple[str, str], int], first: str, last: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Arrows that point down, the heaviest chosen first, and those that would close a circle."""
    reach: dict[str, set[str]] = {}
    forward: list[tuple[str, str]] = []
    backward: list[tuple[str, str]] = []
    for (a, b), _ in sorted(arrows.items(), key=lambda item: (-item[1], item[0])):
        if a == b:
            continue
        if b == first or a == last or a in reach.get(b, ()):
            backward.append((a, b))
            continue
        forward.append((a, b))
        below = {b} | reach.get(b, set())
        for node in [a, *(n for n, found in reach.items() if a in found)]:
            reach.setdefault(node, set()).update(below)
    return forward, backward


def _layers(
    names: Sequence[str], down: Sequence[tuple[str, str]], first: str, last: str
) -> dict[str, int]:
    layers = dict.fromkeys(names, 1)
    if first in layers:
        layers[first] = 0
    for _ in names:
        moved = False
        for a, b in down:
            if layers[b] <= layers[a]:
                layers[b] = layers[a] + 1
                moved = True
        if not moved:
            break
    # What only leads on is pulled down to what it leads to.
    for name in sorted(names, key=lambda n: -layers[n]):
        below = [layers[b] for a, b in down if a == name]
        above = [a for a, b in down if b == name]
        if below and not above and name != first:
            layers[name] = min(below) - 1
    if last in layers:
        layers[last] = max(layers.values()) + (
            0 if list(layers.values()).count(max(layers.values())) == 1
            and layers[last] == max(layers.values()) else 1
        )  # fmt: skip
    low = min(layers.values(), default=0)
    return {name: layer - low for name, layer in layers.items()}


def _chain(items: list[_Item], upper: int, lower: int, label: tuple[float, float]) -> list[int]:
    """Bends between two nodes, the middle one of the label's size, each linked to the one above and below."""
    between = range(items[upper].layer + 1, items[lower].layer)
    odd = [n for n in between if n % 2]
    middle = odd[len(odd) // 2]
    chain = []
    before = upper
    for layer in between:
        size = label if layer == middle else (6.0 if layer % 2 else 40.0, 0.0)
        chain.append(len(items))
        items.append(_Item(*size, layer))
        items[before].down.append(chain[-1])
        items[chain[-1]].up.append(before)
        before = chain[-1]
    items[before].down.append(lower)
    items[lower].up.append(before)
    return chain


def _order(items: Sequence[_Item]) -> list[list[int]]:
    """Layers of items with few crossings: medians of the neighbors, down and up, the best of `SWEEPS`."""
    layers: list[list[int]] = [[] for _ in range(max((i.layer for i in items), default=-1) + 1)]
    for n, item in enumerate(items):
        layers[item.layer].append(n)
    best = [list(layer) for layer in layers]
    least = _crossings(items, best)
    for sweep in range(SWEEPS):
        downward = sweep % 2 == 0
        for number in range(len(layers)) if downward else reversed(range(len(layers))):
            beside = number - 1 if downward else number + 1
            if not 0 <= beside < len(layers):
                continue
            place = {n: k for k, n in enumerate(layers[beside])}
            own = {n: k for k, n in enumerate(layers[number])}

            def middle(
                n: int,
                place: dict[int, int] = place,
                own: dict[int, int] = own,
                downward: bool = downward,
            ) -> float:
                near = sorted(place[m] for m in (items[n].up if downward else items[n].down))
                return sum(near) / len(near) if near else float(own[n])

            layers[number].sort(key=middle)
        crossings = _crossings(items, layers)
        if crossings < least:
            least, best = crossings, [list(layer) for layer in layers]
    return best


def _crossings(items: Sequence[_Item], layers: Sequence[Sequence[int]]) -> int:
    count = 0
    for upper, lower in pairwise(layers):
        place = {n: k for k, n in enumerate(lower)}
        ends = [place[m] for n in upper for m in sorted(items[n].down, key=place.__getitem__)]
        count += sum(a > b for k, a in enumerate(ends) for b in ends[k + 1 :])
    return count


def _weights(
    chains: Mapping[tuple[str, str], Sequence[int]],
    of_node: Mapping[str, int],
    arrows: Mapping[tuple[str, str], int],
) -> dict[tuple[int, int], float]:
    """How strongly neighbors pull: heavy and long arrows want to be straight."""
    heaviest = max(arrows.values(), default=1) or 1
    found: dict[tuple[int, int], float] = {}
    for key, chain in chains.items():
        pull = 1 + 8 * arrows[key] / heaviest
        ends = [of_node[key[0]], *chain, of_node[key[1]]]
        if ends[1:] and len(chain) > 1 and chain:
            pull *= 1.5
        for a in ends:
            for b in chain:
                if a != b:
                    found[a, b] = found[b, a] = pull
    return found


def _place(
    items: Sequence[_Item], layers: Sequence[Sequence[int]], pulls: Mapping[tuple[int, int], float]
) -> None:
    for layer in layers:
        at = 0.0
        for n in layer:
            items[n].x = at + items[n].width / 2
            at += items[n].width + GAP_X
        shift = at / 2
        for n in layer:
            items[n].x -= shift
    for sweep in range(24):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wished = []
            for n in layer:
                near = [*items[n].up, *items[n].down]
                if sweep < 16:
                    near = items[n].up if sweep % 2 == 0 else items[n].down
                    near = near or [*items[n].up, *items[n].down]
                weights = [pulls.get((n, m), 1.0) for m in near]
                total = sum(weights)
                x = sum(w * items[m].x for w, m in zip(weights, near, strict=True))
                wished.append((x / total if total else items[n].x, total or 0.1))
            _spread(items, layer, wished)


def _spread(
    items: Sequence[_Item], layer: Sequence[int], wished: Sequence[tuple[float, float]]
) -> None:
    """Put a layer's boxes as near to their wishes as their widths allow (least squares, by merging blocks)."""
    blocks: list[tuple[float, float, list[int]]] = []  # sum of weight x place, weight, members
    offset = 0.0
    offsets = []
    for k, n in enumerate(layer):
        if k:
            offset += (items[layer[k - 1]].width + items[n].width) / 2 + GAP_X
        offsets.append(offset)
        want, weight = wished[k]
        blocks.append(((want - offset) * weight, weight, [k]))
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            s, w, members = blocks.pop()
            t, v, others = blocks.pop()
            blocks.append((s + t, w + v, others + members))
    for s, w, members in blocks:
        for k in members:
            items[layer[k]].x = s / w + offsets[k]


def _frame(items: Sequence[_Item], layers: Sequence[Sequence[int]]) -> tuple[float, float]:
    """Set heights, move all right of and below zero; returns the size of the whole."""
    left = min((i.x - i.width / 2 for i in items), default=0.0) - GAP_X
    right = max((i.x + i.width / 2 for i in items), default=0.0) + GAP_X
    y = GAP_Y
    for layer in layers:
        high = max((items[n].height for n in layer), default=0.0)
        for n in layer:
            items[n].y = y + high / 2
        y += high + GAP_Y
    for item in items:
        item.x -= left
    return right - left, y


def _ports(
    items: Sequence[_Item],
    of_node: Mapping[str, int],
    chains: Mapping[tuple[str, str], Sequence[int]],
    forward: Collection[tuple[str, str]],
) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Where each arrow touches its upper and its lower node: side by side, in the order in which they come."""
    sides: dict[tuple[int, int], list[tuple[float, tuple[str, str]]]] = {}
    for key, chain in chains.items():
        upper, lower = key if key in forward else (key[1], key[0])
        sides.setdefault((of_node[upper], 1), []).append((items[chain[0]].x, key))
        sides.setdefault((of_node[lower], 0), []).append((items[chain[-1]].x, key))
    found: dict[tuple[str, str], list[tuple[float, float]]] = {k: [(0, 0), (0, 0)] for k in chains}
    for (n, below), arrows in sides.items():
        node = items[n]
        step = min(26.0, node.inner * 0.7 / len(arrows))
        y = node.y + (node.height / 2 if below else -node.height / 2)
        for k, (_, key) in enumerate(sorted(arrows)):
            x = node.x + (k - (len(arrows) - 1) / 2) * step
            found[key][0 if below else 1] = (x, y)
    return found


def _loop(node: Box, label: tuple[float, float]) -> Route:
    right = node.x + node.width / 2
    far = right + 22
    points = (
        (right, node.y - node.height / 4),
        (far, node.y - node.height / 3),
        (far, node.y + node.height / 3),
        (right, node.y + node.height / 4),
    )
    return Route(points, Box(far + 4 + label[0] / 2, node.y, *label))
