"""The proof that an entry is in the log that was signed."""

import hashlib

import report_lab as lab

from marsad.preserve.inclusion import proofs
from marsad.preserve.verify_post import entries_of, last_signed
from marsad.store import custody, layout


def climb(leaf, n, size, path):
    """RFC 9162, 2.1.3.2, written out once more: the root that a path leads to."""
    fn, sn = n, size - 1
    node = hashlib.sha256(b"\x00" + leaf).digest()
    for sibling in map(bytes.fromhex, path):
        if fn & 1 or fn == sn:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        fn, sn = fn >> 1, sn >> 1
    assert sn == 0
    return node.hex()


def test_each_path_leads_to_the_root_that_was_signed(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        store.checkpoint()
        note = last_signed(store)
        leaves = [line.leaf for line in custody.lines(store.lab)]
        found = proofs(store, range(len(leaves)), note)
        assert len(found) == note.size
        for each in found:
            assert each.holds
            assert climb(leaves[each.n], each.n, each.size, each.path) == note.root.hex()


def test_an_entry_that_no_checkpoint_covers_has_no_proof(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        assert proofs(store, [0], last_signed(store)) == ()
        store.checkpoint()
        store.add(lab.post("later", "telegram:1", 20, "لاحقا"))
        numbers = sorted(entries_of(store, store.post("later")))
        signed = last_signed(store).size
        assert [each.n for each in proofs(store, numbers, last_signed(store))] == [
            n for n in numbers if n < signed
        ]


def test_a_log_that_was_changed_leads_to_another_root(tmp_path):
    with lab.fill(tmp_path / "lab") as store:
        store.checkpoint()
        path = store.lab / layout.CUSTODY
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:-1]))
        assert proofs(store, [0], last_signed(store)) == (), "cut"
        path.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))
        assert not any(each.holds for each in proofs(store, [0], last_signed(store)))
