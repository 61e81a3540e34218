"""What happened in my area, is it worse than elsewhere, and what was done?"""

from cspdata import ui
from cspdata.answers import area, rates

question = ui.asked()
ui.options(rates.per_choice(question))
ui.show(area.answer, question)
