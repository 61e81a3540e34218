"""Where is it: on the map, at which streets, in how few places, and beside places of its kind?"""

from cspdata import ui
from cspdata.answers import where

question = ui.asked()
part = ui.option("Show", "part", where.PARTS)
chosen = ui.options(where.options(ui.published(), question, part))
ui.options(where.bases(question, part, chosen))
ui.show(where.answer, question, part, *where.values(chosen))
