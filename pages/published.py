"""What is published, since when, by whom, and what was revised since it first stood here?"""

from cspdata import ui
from cspdata.answers import published
from cspdata.ui import desk, session

question, held = ui.asked(), ui.published()
asked = desk.wanted()
numbers = published.pages(held)
page = ui.option("Publications", "page", numbers) if len(numbers) > 1 else ""
ui.show(published.answer, question, page, published.today())
ui.past_day(*published.choosing(held))
ui.everything()
if session.officer() and ui.is_newest():
    desk.restoring(held.history, held.version)
    desk.work("published", asked)
    desk.told("published")
desk.afterwards()
