"""Posts are laid to the outlet that made them, never to one that they only speak of."""

from dataclasses import replace

import pytest

from marsad.enrich.loose import PLACE, Loose, loose_post
from marsad.enrich.outlet import MadeBy
from marsad.model import Claim, Forward, Outlet, Post

NAME = "مؤسسة تمكين الإعلامية"
TAMKIN = Outlet(
    "outlet-tamkin",
    NAME,
    latin="Muʾassasat Tamkīn",
    aliases=("تمكين", "@tamkin_media", "Tamkin Media"),
    places=("telegram:1001",),
    fiction=True,
)
SALWAN = Outlet("outlet-salwan", "رسانهٔ سلوان", places=("telegram:2002",), fiction=True)


def maker(post: Post | str, *outlets: Outlet) -> Claim:
    shown = loose_post(post) if isinstance(post, str) else post
    (claim,) = MadeBy().enrich([shown], Loose(outlets or (TAMKIN, SALWAN)))
    return claim


def forwarded(name: str, id: str = "", place: str = PLACE.id, text: str = "خبر") -> Post:
    return replace(loose_post(text), place=place, forwarded_from=Forward(name, id))


def test_a_forward_by_id_is_the_surest_sign():
    claim = maker(forwarded("اسم آخر", "channel1001", "telegram:77"))
    assert (claim.value, claim.confidence) == ("outlet-tamkin", 0.99)


def test_a_forward_by_name_counts_in_any_spelling():
    claim = maker(forwarded("مؤسّسة تمكين الاعلاميه"))
    assert (claim.value, claim.confidence) == ("outlet-tamkin", 0.95)


def test_a_forward_from_an_unregistered_channel_is_laid_to_that_channel():
    claim = maker(forwarded("قناة أخرى", "channel9", "telegram:1001"))
    assert (claim.value, claim.confidence) == ("origin:قناة أخرى", 0.4)


def test_a_forward_is_stronger_than_a_signature():
    assert maker(forwarded("رسانه سلوان", text=f"خبر\n\n{NAME}")).value == "outlet-salwan"


@pytest.mark.parametrize(
    "ending",
    [
        f"\n\n{NAME}",
        f"\n\n— {NAME} —",
        f"\n«{NAME}»",
        f" | {NAME}",
        f" – {NAME}",
        "\n\nمؤسسة تمكين الاعلامية\nt.me/tamkin_media",
        f"\n\n{NAME}\n#وسم @other_channel",
        "\n\n@tamkin_media",
        "\n\nTAMKIN MEDIA",
        "\n\nتمكين",
    ],
)
def test_a_signature_at_the_end_names_the_maker(ending: str):
    text = f"افتتحت البلدية الحديقة العامة صباح اليوم.{ending}"
    claim = maker(text)
    assert (claim.value, claim.confidence) == ("outlet-tamkin", 0.8)
    assert claim.span
    assert text[claim.span.start : claim.span.end] == claim.span.quoted


@pytest.mark.parametrize(
    "text",
    [
        f"زعمت {NAME} أن الحديقة أغلقت، وهذا غير صحيح.",
        f"لا تصدقوا ما تنشره\n{NAME}\nفقد ثبت كذبه مرات.",
        f"احذروا مما تنشره\n{NAME}",
        f"قاطعوا «{NAME}»",
        f"نقلا عن {NAME}",
        f"افتتحت الحديقة.\nنقلا عن:\n{NAME}",
        f"افتتحت الحديقة.\nالمصدر | {NAME}",
        "باغ باز شد.\nمنبع:\nTamkin Media",
        "The park is open.\nSource:\n\nTamkin Media",
        "من أهداف البلدية - تمكين",
        "كلنا ضد كذبهم #تمكين",
        f"{NAME}\n\nهذا ما كتبوه أمس عن الحديقة، وفيما يلي ردنا عليه.",
        "",
    ],
)
def test_a_post_that_speaks_of_an_outlet_stays_with_its_place(text: str):
    claim = maker(text)
    assert (claim.value, claim.confidence) == (f"place:{PLACE.id}", 0.3)


def test_what_an_outlet_posts_at_its_own_place_is_its_own():
    claim = maker(replace(loose_post("خبر"), place="telegram:2002"))
    assert (claim.value, claim.confidence) == ("outlet-salwan", 0.7)


def test_a_name_that_two_outlets_share_names_neither():
    twin = replace(TAMKIN, id="outlet-twin", places=())
    assert maker(f"خبر.\n\n{NAME}", TAMKIN, twin).value == f"place:{PLACE.id}"


def test_a_message_of_the_platform_has_no_maker():
    service = replace(loose_post("pinned"), kind="service")
    assert list(MadeBy().enrich([service], Loose((TAMKIN,)))) == []
