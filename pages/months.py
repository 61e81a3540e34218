"""How does it run month by month, beside others, and what may be said of it?"""

from cspdata import ui
from cspdata.answers import compare, months

question = ui.asked()
choices = compare.choices(ui.published(), question)
chosen = ui.several("Set beside it", "with", choices, compare.MOST)
ui.show(months.answer, question, chosen)
