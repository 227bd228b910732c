"""What can be asked: the item types, and the only list of them."""

from typing import Annotated

from pydantic import Discriminator

from rolefit.rubric.items.bars import Bars
from rolefit.rubric.items.likert import Likert
from rolefit.rubric.items.multi import Multi
from rolefit.rubric.items.numeric import Numeric
from rolefit.rubric.items.single import Single
from rolefit.rubric.items.yes_no import YesNo

Item = Annotated[
    Likert | Bars | Single | Multi | Numeric | YesNo,
    Discriminator("type"),
]
__all__ = ["ITEM_TYPES", "Bars", "Item", "Likert", "Multi", "Numeric", "Single", "YesNo"]
ITEM_TYPES = (Likert, Bars, Single, Multi, Numeric, YesNo)
