"""The tree is that of RFC 6962, and a proof stands for one leaf at one place only."""

import pytest

from marsad.store import merkle
from marsad.store.merkle import Frontier

# The leaves and roots that certificate-transparency implementations test with.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
PATHS = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
MANY = [bytes([n]) * 32 for n in range(70)]


@pytest.mark.parametrize("size", range(9))
def test_the_root_of_the_known_leaves_is_the_known_one(size: int) -> None:
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_the_audit_path_is_the_known_one(index: int, size: int) -> None:
    path = merkle.inclusion(merkle.levels(LEAVES[:size]), index)
    assert tuple(node.hex() for node in path) == PATHS[index, size]


@pytest.mark.parametrize("size", range(1, 71))
def test_every_leaf_of_every_size_is_proved(size: int) -> None:
    rows, root = merkle.levels(MANY[:size]), merkle.root(MANY[:size])
    assert rows[-1] == [root]
    for index, leaf in enumerate(MANY[:size]):
        path = merkle.inclusion(rows, index)
        assert merkle.root_from_inclusion(leaf, index, size, path) == root


@pytest.mark.parametrize("size", [2, 3, 7, 8, 33, 70])
def test_a_proof_of_something_else_fails(size: int) -> None:
    rows, root = merkle.levels(MANY[:size]), merkle.root(MANY[:size])
    for index, leaf in enumerate(MANY[:size]):
        path = merkle.inclusion(rows, index)
        assert merkle.root_from_inclusion(leaf[:-1] + b"\xff", index, size, path) != root
        assert merkle.root_from_inclusion(leaf, index ^ 1, size, path) != root
        for at in range(len(path)):
            altered = [*path[:at], bytes(32), *path[at + 1 :]]
            assert merkle.root_from_inclusion(leaf, index, size, altered) != root
            assert merkle.root_from_inclusion(leaf, index, size, path[:at]) != root


def test_a_leaf_is_not_an_inner_node() -> None:
    left, right = (merkle.leaf_hash(leaf) for leaf in MANY[:2])
    assert merkle.root([left + right]) != merkle.root(MANY[:2])


def test_the_tree_grows_leaf_by_leaf_out_of_what_was_stored() -> None:
    frontier = Frontier()
    for size, leaf in enumerate(MANY, 1):
        frontier = Frontier.unpack(frontier.size, frontier.pack())
        frontier.add(leaf)
        assert (frontier.size, frontier.root) == (size, merkle.root(MANY[:size]))
        assert len(frontier.peaks) == size.bit_count()


@pytest.mark.parametrize("index", range(3))
def test_an_altered_a_lost_and_an_added_leaf_move_the_root(index: int) -> None:
    root = merkle.root(MANY[:3])
    altered = [*MANY[:index], b"x", *MANY[index + 1 : 3]]
    assert merkle.root(altered) != root
    assert merkle.root(MANY[:index] + MANY[index + 1 : 3]) != root
    assert merkle.root(MANY[:4]) != root
