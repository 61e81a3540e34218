"""How does it run month by month, beside others, and what may be said of it?"""

from cspdata import ui
from cspdata.answers import months

question = ui.asked()
choices = months.choices(ui.published(), question)
compare = ui.several("Compare with", "with", choices, months.MOST)
ui.show(months.answer, question, compare)
