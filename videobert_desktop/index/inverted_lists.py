"""Vectors as bytes, in lists of neighbours of which a search looks at the nearest: for large collections."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from videobert_desktop.index.flat_vectors import FlatVectors
from videobert_desktop.index.kept_vectors import KeptVectors, Selection

MOST_LISTS = 4096
# What the lists' centres are found from; together with the number of lists this bounds time and memory.
VECTORS_A_LIST = 40
ROUNDS = 10
# One list in so many is looked at. Pictures like one another are found in far fewer; but sentences lie away from all
# pictures, and footage of a kind that was not there at training is scattered over many lists.
LISTS_A_PROBE = 8
# A byte covers the range of the training vectors, and so much of it more on either side for what is added later.
MARGIN = 0.25
_ADDED_AT_ONCE = 20_000


def lists_for(count: int) -> int:
    """How many lists suit so many vectors: about four times the root, a power of two."""
    return min(MOST_LISTS, 1 << int(math.log2(4 * math.sqrt(max(1, count)))))


class InvertedLists(KeptVectors):
    """Vectors in lists around centres, a byte a number."""

    @classmethod
    def of_flat(cls, flat: FlatVectors, lists: int) -> InvertedLists:
        """Take over all vectors of an index, which are also what the centres are found from.

        The same vectors always give the same lists.
        """
        import faiss

        width, ids = flat.codes.d, np.sort(flat.ids)
        centres = faiss.IndexFlatIP(width)
        quantizer, metric = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        # Bytes of the vectors, not of their distance from a centre: that of a new kind of footage is beyond any range.
        codes = faiss.IndexIVFScalarQuantizer(centres, width, lists, quantizer, metric, False)  # noqa: FBT003
        codes.cp.spherical = True
        codes.cp.niter = ROUNDS
        codes.cp.min_points_per_centroid = 1
        codes.sq.rangestat_arg = MARGIN
        codes.nprobe = max(1, lists // LISTS_A_PROBE)
        sample = np.random.default_rng(0).permutation(ids)[: VECTORS_A_LIST * lists]
        codes.train(flat.vectors(sample))
        codes.set_direct_map_type(faiss.DirectMap.Hashtable)  # type: ignore[attr-defined, unused-ignore]
        made = cls(codes)
        for start in range(0, len(ids), _ADDED_AT_ONCE):
            part = ids[start : start + _ADDED_AT_ONCE]
            made.add(part, flat.vectors(part))
        return made

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return int(self.codes.nlist)

    @property
    def ids(self) -> NDArray[np.int64]:
        """A copy of all ids, (n,) int64."""
        import faiss

        held = self.codes.invlists
        sizes = ((number, held.list_size(number)) for number in range(self.lists))
        parts = [faiss.rev_swig_ptr(held.get_ids(number), size) for number, size in sizes if size]
        return np.concatenate([np.empty(0, np.int64), *parts])

    def search(
        self, queries: NDArray[np.float32], k: int, among: Selection | None
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """The best in the nearest lists; the smaller a selection, the more lists, and for a small one all of them.

        So as many vectors are compared as without a selection, and every one of a small selection.
        """
        import faiss

        probe, selector = self.codes.nprobe, None
        if among is not None:
            probe, selector = probe * max(1, len(self) // among.count), among.selector
        only = faiss.SearchParametersIVF(sel=selector, nprobe=min(self.lists, probe))  # type: ignore[call-arg, unused-ignore]
        scores, ids = self.codes.search(queries, k, params=only)
        return scores, ids
