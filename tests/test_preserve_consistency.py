"""A log that grew is told from a log that was rewritten, for every size and every cut."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.store import merkle

MANY = [bytes([n]) * 32 for n in range(65)]
ROOTS = [merkle.root(MANY[:size]) for size in range(66)]


def proof(first: int, size: int) -> list[bytes]:
    return merkle.consistency(merkle.levels(MANY[:size]), first)


@pytest.mark.parametrize("size", range(1, 65))
def test_every_earlier_tree_is_proved_to_have_grown_into_this_one(size: int) -> None:
    for first in range(size + 1):
        path = proof(first, size)
        assert merkle.continues(first, ROOTS[first], size, ROOTS[size], path)
        assert len(path) <= size.bit_length() + 1


def test_the_proof_is_the_one_of_the_standard() -> None:
    """RFC 6962, 2.1.3: from 3, 4 and 6 leaves to 7."""
    rows = merkle.levels(MANY[:7])
    a, b, c, d = rows[0][:4]
    i, j = rows[1][2], rows[0][6]
    g, h, k = rows[1][0], rows[1][1], rows[2][0]
    assert h == merkle.node_hash(c, d)
    assert g == merkle.node_hash(a, b)
    assert proof(3, 7) == [c, d, g, rows[2][1]]
    assert proof(4, 7) == [rows[2][1]]
    assert proof(6, 7) == [i, j, k]


@pytest.mark.parametrize("size", range(2, 65))
def test_a_proof_altered_anywhere_fails(size: int) -> None:
    for first in range(1, size):
        path = proof(first, size)
        for at in range(len(path)):
            flipped = bytes([path[at][0] ^ 1]) + path[at][1:]
            altered = [*path[:at], flipped, *path[at + 1 :]]
            assert not merkle.continues(first, ROOTS[first], size, ROOTS[size], altered)
        assert not merkle.continues(first, ROOTS[first], size, ROOTS[size], path[:-1])
        assert not merkle.continues(first, ROOTS[first], size, ROOTS[size], [*path, bytes(32)])


@pytest.mark.parametrize("size", [2, 3, 7, 8, 33, 64])
def test_a_proof_serves_no_other_pair_of_trees(size: int) -> None:
    for first, other in product(range(1, size), range(1, size)):
        if first != other:
            path = proof(first, size)
            assert not merkle.continues(first, ROOTS[other], size, ROOTS[size], path)
            assert not merkle.continues(other, ROOTS[other], size, ROOTS[size], path)
        assert not merkle.continues(first, ROOTS[first], size, ROOTS[size - 1], proof(first, size))


def test_a_tree_never_continues_a_longer_one() -> None:
    assert not merkle.continues(5, ROOTS[5], 4, ROOTS[4], proof(4, 5))
    assert not merkle.continues(5, ROOTS[5], 5, ROOTS[4], [])
    assert not merkle.continues(-1, ROOTS[0], 5, ROOTS[5], [])
    assert not merkle.continues(0, ROOTS[1], 5, ROOTS[5], [])


@given(st.integers(2, 64), st.data())
def test_rewriting_any_leaf_of_the_past_breaks_every_proof(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    at = data.draw(st.integers(0, first - 1))
    rewritten = [*MANY[:at], b"rewritten", *MANY[at + 1 : size]]
    rows = merkle.levels(rewritten)
    made = merkle.consistency(rows, first)
    assert not merkle.continues(first, ROOTS[first], size, rows[-1][0], made)
