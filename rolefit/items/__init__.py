"""What can be asked: the item types, and the only list of them."""

from typing import Annotated

from pydantic import Discriminator

from rolefit.items.bars import Bars
from rolefit.items.likert import Likert
from rolefit.items.multi import Multi
from rolefit.items.numeric import Numeric
from rolefit.items.single import Single
from rolefit.items.yes_no import YesNo

Item = Annotated[
    Likert | Bars | Single | Multi | Numeric | YesNo,
    Discriminator("type"),
]
__all__ = ["ITEM_TYPES", "Bars", "Item", "Likert", "Multi", "Numeric", "Single", "YesNo"]
ITEM_TYPES = (Likert, Bars, Single, Multi, Numeric, YesNo)
