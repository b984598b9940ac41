"""The examples of the default coder: neutral, made up, and none of them a piece of propaganda."""

from marsad.plugins import Example


def examples() -> tuple[Example, ...]:
    """Passages with a theme, and passages of ordinary life that look alike to a careless eye."""
    return (
        Example("أعلنت الحركة مسؤوليتها عن تفجير الجسر القديم.", ("claim",)),
        Example("The group claimed responsibility for the attack on the bridge.", ("claim",)),
        Example("وفي المقال فصل عن الولاء والبراء وآخر عن نواقض الإسلام.", ("doctrine",)),
        Example("تقبل الله صلاتكم وصيامكم، ورحم الله موتانا وموتى المسلمين."),
        Example("استشهد جدي في حرب أكتوبر، رحمه الله، وكان جنديا في الجيش المصري."),
        Example("قُلْ يَا أَيُّهَا الْكَافِرُونَ لَا أَعْبُدُ مَا تَعْبُدُونَ"),
        Example("The Crusades were a series of wars; the term jihad means struggle."),
        Example("شہید چوک پر آج ٹریفک بند رہے گی۔"),
        Example("خیابان شهید بهشتی فردا بسته است."),
    )
