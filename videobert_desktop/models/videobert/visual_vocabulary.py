"""Visual words: the leaves of a hierarchical k-means over what windows look like.

Source: Nistér and Stewénius, CVPR 2006; Sun et al.: VideoBERT, ICCV 2019, section 4.2, with four levels of twelve.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from videobert_desktop.domain.errors import UserError

Vectors = NDArray[np.float32]
Words = NDArray[np.int64]

SHAPE = "visual_vocabulary"
ITERATIONS = 20
MOST_POINTS_A_CLUSTER = 1024
# Centroids are kept in half precision.
LARGEST_NUMBER = float(np.finfo(np.float16).max)


class VisualVocabulary:
    """A tree of centroids, each with `branching` children; a vector's word is the leaf that it comes to from the root.

    A child that no vector belonged to lies where its parent does, and no vector is sent to it.

    Attributes:
        branching: How many children each centroid has.
        levels: How many levels there are below the root.
    """

    def __init__(self, branching: int, centroids: list[Vectors], occupied: list[NDArray[np.bool_]]) -> None:
        """A tree from its levels, from the uppermost: centroids (branching ** level, d), and which have vectors."""
        self.branching = branching
        self.levels = len(centroids)
        self._centroids = centroids
        self._occupied = occupied

    @classmethod
    def fit(
        cls, vectors: Vectors, *, branching: int = 12, levels: int = 4, windows_a_leaf: int = 30, seed: int = 0
    ) -> Self:
        """Grow a tree over vectors, the same for the same seed.

        Args:
            vectors: (n, d) float32.
            branching: Children of each centroid; where there are too few vectors even for one level, there are fewer.
            levels: Levels at most; there are only as many as leave `windows_a_leaf` vectors a leaf, but at least one.
            windows_a_leaf: Vectors a leaf has on average at least.
            seed: Of k-means.

        Raises:
            ValueError: There are no vectors, or some are not finite.
        """
        vectors = _checked(vectors)
        if not len(vectors):
            raise ValueError("A visual vocabulary needs vectors.")
        branching = max(1, min(branching, len(vectors) // windows_a_leaf))
        while levels > 1 and (branching == 1 or len(vectors) < windows_a_leaf * branching**levels):
            levels -= 1
        centroids: list[Vectors] = [vectors.mean(0, keepdims=True)]
        occupied = [np.ones(1, dtype=np.bool_)]
        nodes = np.zeros(len(vectors), dtype=np.int64)
        for _ in range(levels):
            children = np.repeat(centroids[-1], branching, axis=0)
            taken = np.zeros(len(children), dtype=np.bool_)
            # Rounding may leave a centroid without vectors; what comes to it later must be able to go on.
            taken[::branching] = occupied[-1]
            for node, members in _by_node(nodes):
                found = _k_means(vectors[members], branching, seed)
                first = node * branching
                children[first : first + len(found)] = found
                taken[first : first + len(found)] = True
            centroids.append(children.astype(np.float16).astype(np.float32))
            occupied.append(taken)
            nodes = _descend(vectors, nodes, centroids[-1], taken, branching)
        return cls(branching, centroids[1:], occupied[1:])

    @property
    def size(self) -> int:
        """How many words there are, with those that no vector comes to."""
        return len(self.leaves)

    @property
    def width(self) -> int:
        """The length of a vector."""
        return int(self.leaves.shape[1])

    @property
    def leaves(self) -> Vectors:
        """Where the words lie, (size, d) float32."""
        return self._centroids[-1]

    def words(self, vectors: Vectors) -> Words:
        """The words of vectors (n, d) float32: (n,) int64.

        Raises:
            ValueError: They are of another width, or some are not finite.
        """
        vectors = _checked(vectors)
        if vectors.shape[1] != self.width:
            raise ValueError(f"The vectors have {vectors.shape[1]} numbers, the vocabulary's {self.width}.")
        nodes = np.zeros(len(vectors), dtype=np.int64)
        for centroids, occupied in zip(self._centroids, self._occupied, strict=True):
            nodes = _descend(vectors, nodes, centroids, occupied, self.branching)
        return nodes

    def save(self, path: Path) -> None:
        """Write the tree as safetensors; centroids are kept in half precision, to which they are rounded already."""
        tensors: dict[str, NDArray[np.generic]] = {}
        for level, (centroids, occupied) in enumerate(zip(self._centroids, self._occupied, strict=True)):
            tensors |= {f"centroids.{level}": centroids.astype(np.float16), f"occupied.{level}": occupied}
        # Several entries would come in any order, and the same tree not be the same file.
        shape = {"branching": self.branching, "levels": self.levels, "width": self.width}
        save_file(tensors, path, metadata={SHAPE: json.dumps(shape)})
        path.chmod(0o644)

    @classmethod
    def load(cls, path: Path, *, width: int | None = None) -> Self:
        """Read a tree; `width` is the length that its vectors must have.

        Raises:
            UserError: The file is missing or damaged, or its vectors are of another width.
        """
        hint = "Install the pack again."
        try:
            vocabulary = cls._read(path)
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            raise UserError(f"The visual vocabulary cannot be read: {error}.", path=path, hint=hint) from error
        if width not in (None, vocabulary.width):
            reason = f"This visual vocabulary is for vectors of {vocabulary.width} numbers, not {width}."
            raise UserError(reason, path=path, hint=hint)
        return vocabulary

    @classmethod
    def _read(cls, path: Path) -> Self:
        centroids, occupied = [], []
        with safe_open(path, framework="numpy") as file:
            shape = json.loads((file.metadata() or {})[SHAPE])
            branching, levels, width = (int(shape[name]) for name in ("branching", "levels", "width"))
            for level in range(levels):
                centroids.append(_checked(file.get_tensor(f"centroids.{level}").astype(np.float32)))
                occupied.append(file.get_tensor(f"occupied.{level}").astype(np.bool_))
        if not levels or not all(
            level.shape == (branching**depth, width) and taken.shape == (branching**depth,)
            for depth, (level, taken) in enumerate(zip(centroids, occupied, strict=True), start=1)
        ):
            raise ValueError("its levels are not those of a tree")
        for above, below in pairwise([np.ones(1, dtype=np.bool_), *occupied]):
            if not below.reshape(-1, branching).any(1)[above].all():
                raise ValueError("it has centroids without children")
        return cls(branching, centroids, occupied)


def window_descriptors(features: Vectors) -> Vectors:
    """What windows are told apart by: the whole picture and the concept, each of length one, side by side.

    Args:
        features: (n, parts, size) float32; the first part is the whole picture, the last the concept.

    Returns:
        (n, 2 * size) float32.

    Raises:
        ValueError: Some are not finite.
    """
    ends = _checked(features[:, [0, -1]].reshape(len(features), -1)).reshape(len(features), 2, -1)
    lengths = np.linalg.norm(ends, axis=-1, keepdims=True)
    return np.asarray((ends / np.maximum(lengths, 1e-12)).reshape(len(ends), -1), dtype=np.float32)


def _checked(vectors: Vectors) -> Vectors:
    """The vectors as float32 in one piece of memory."""
    wrong = np.flatnonzero(~(np.abs(vectors) <= LARGEST_NUMBER).all(1))
    if len(wrong):
        named = ", ".join(map(str, wrong[:5].tolist())) + (", …" if len(wrong) > 5 else "")
        raise ValueError(f"{len(wrong)} of {len(vectors)} vectors are not finite or too large: {named}.")
    return np.ascontiguousarray(vectors, dtype=np.float32)


def _by_node(nodes: Words) -> Iterator[tuple[int, Words]]:
    """Each node that vectors are at, and which those are."""
    order = np.argsort(nodes, kind="stable")
    found, starts = np.unique(nodes[order], return_index=True)
    yield from zip(found.tolist(), np.split(order, starts[1:]), strict=bool(len(found)))


def _descend(vectors: Vectors, nodes: Words, centroids: Vectors, occupied: NDArray[np.bool_], branching: int) -> Words:
    """From the nodes (n,) that vectors are at to the nearest of their children: (n,) int64."""
    below = np.empty_like(nodes)
    for node, members in _by_node(nodes):
        first = node * branching
        children = first + np.flatnonzero(occupied[first : first + branching])
        below[members] = children[_nearest(vectors[members], centroids[children])]
    return below


def _nearest(vectors: Vectors, centroids: Vectors) -> Words:
    """Which centroid is nearest to each vector: (n,) int64; the first of several."""
    distances = (centroids**2).sum(1) - 2 * (vectors @ centroids.T)
    return np.asarray(distances.argmin(1), dtype=np.int64)


def _k_means(vectors: Vectors, count: int, seed: int) -> Vectors:
    """At most `count` centroids, each the mean of the vectors nearest to it."""
    import faiss

    random = np.random.default_rng(seed)
    most = count * MOST_POINTS_A_CLUSTER
    sample = vectors if len(vectors) <= most else vectors[random.choice(len(vectors), most, replace=False)]
    seeds = _far_apart(sample, count, random)
    threads = faiss.omp_get_max_threads()
    # The order in which several add up would be another each time.
    faiss.omp_set_num_threads(1)
    try:
        clustering = faiss.Kmeans(
            vectors.shape[1],
            len(seeds),
            niter=ITERATIONS,
            seed=seed,
            min_points_per_centroid=1,
            max_points_per_centroid=MOST_POINTS_A_CLUSTER * count,
        )
        clustering.train(sample, init_centroids=seeds)
    finally:
        faiss.omp_set_num_threads(threads)
    nearest = _nearest(vectors, np.asarray(clustering.centroids))
    return np.stack([vectors[nearest == cluster].mean(0) for cluster in np.unique(nearest)])


def _far_apart(vectors: Vectors, count: int, random: np.random.Generator) -> Vectors:
    """At most `count` different vectors to begin k-means with (Arthur and Vassilvitskii: k-means++, SODA 2007)."""
    chosen = [int(random.integers(len(vectors)))]
    distances = np.full(len(vectors), np.inf)
    while len(chosen) < count:
        distances = np.minimum(distances, ((vectors - vectors[chosen[-1]]) ** 2).sum(1))
        total = distances.sum()
        if not total:
            break
        chosen.append(int(random.choice(len(vectors), p=distances / total)))
    return vectors[chosen]
