"""Which paper do I take to the meeting, and which figures home?"""

from cspdata import ui
from cspdata.answers import take

question = ui.asked()
paper = ui.option("Paper", "paper", take.papers_here())
topic = ui.option("Question", "topic", take.topics()) if paper == take.QUESTION else ""
ui.paper(take.answer, question, paper, topic)
ui.show(take.answer, question, paper, topic)
ui.everything()
