"""Can I use it, whom do I ask, and what does not work yet? The statement the law asks for."""

from cspdata import ui
from cspdata.answers import accessibility

ui.show(accessibility.answer, ui.asked())
