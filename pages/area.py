"""What happened in my area, is it worse than elsewhere, and what was done?"""

from cspdata import ui
from cspdata.answers import area

ui.show(area.answer, ui.asked())
