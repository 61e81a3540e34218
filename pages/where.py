"""Where is it: on the map, at which streets, in how few places, and beside places of its kind?"""

from cspdata import ui
from cspdata.answers import where

question = ui.asked()
part = ui.option("Show", "part", where.PARTS)
chosen = {
    name: ui.option(label, name, choices)
    for name, (label, choices) in where.options(ui.published(), question, part).items()
}
ui.show(where.answer, question, part, *where.values(chosen))
