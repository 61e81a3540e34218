"""What was done about it, by whom? Partners' figures, and each question of the committee."""

from cspdata import ui
from cspdata.answers import done

question, published = ui.asked(), ui.published()
topic = ui.option("A question of the committee", "topic", done.topics())
show = "" if topic else ui.option("Show", "show", done.groupings(published))
find = "" if topic else ui.search("Search the partners' figures", "find")
ui.show(done.answer, question, topic, show, find)
