"""What can be asked: the item types, and the only list of them."""

from typing import Annotated, get_args

from pydantic import Discriminator

from rolefit.rubric.items.allocation import Allocation
from rolefit.rubric.items.bars import Bars
from rolefit.rubric.items.base import ItemBase
from rolefit.rubric.items.likert import Likert
from rolefit.rubric.items.multi import Multi
from rolefit.rubric.items.numeric import Numeric
from rolefit.rubric.items.single import Single
from rolefit.rubric.items.yes_no import YesNo

AnyItem = Likert | Bars | Single | Multi | Numeric | YesNo | Allocation
Item = Annotated[AnyItem, Discriminator("type")]
ITEM_TYPES: tuple[type[ItemBase], ...] = get_args(AnyItem)

__all__ = ["ITEM_TYPES", "Item"]
