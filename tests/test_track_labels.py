"""Names in a network: the heaviest have one, none lies on another or on a mark."""

import math
import random

import pytest

from marsad.track.picture_labels import LINE, MARK, WIDEST, placed, width

SIZE, REACH = 560, 1.3


def box(x, y, wide, high):
    scale = SIZE / (2 * REACH)
    x, y = (x + REACH) * scale, (REACH - y) * scale
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("seed", range(5))
def test_no_name_lies_on_another_one_or_on_a_mark_however_dense_it_is(seed):
    dice = random.Random(seed)
    ids = [str(n) for n in range(40)]
    at = {id: (dice.uniform(-0.4, 0.4), dice.uniform(-0.4, 0.4)) for id in ids}
    said = dict.fromkeys(ids, "منبر الوادي والساحل")
    found = placed(ids, at, said, SIZE, REACH)
    assert 0 < len(found) < len(ids)
    names = {id: box(*spot, width(said[id]), LINE - 0.1) for id, spot in found.items()}
    marks = {id: box(*at[id], 2 * MARK - 0.1, 2 * MARK - 0.1) for id in ids}
    for id, mine in names.items():
        assert not any(meet(mine, other) for key, other in names.items() if key != id)
        assert not any(meet(mine, other) for key, other in marks.items() if key != id)
        assert mine[0] >= -0.1
        assert mine[2] <= SIZE + 0.1


def test_where_there_is_room_each_has_its_name_and_the_first_choose_first():
    ids = [str(n) for n in range(8)]
    at = {id: (math.cos(n), math.sin(n)) for n, id in enumerate(ids)}
    assert set(placed(ids, at, dict.fromkeys(ids, "صوت"), SIZE, REACH)) == set(ids)
    near = {"heavy": (0.0, 0.0), "light": (0.0, 0.16)}
    assert "heavy" in placed(["heavy", "light"], near, dict.fromkeys(near, "ا" * 20), SIZE, REACH)


def test_marks_above_letters_and_signs_of_direction_take_no_room():
    assert width("\u2068صَوْت\u2069") == width("صوت")
    assert width("x" * 500) == WIDEST
