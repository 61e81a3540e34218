"""Where do the figures come from, what do they mean, and how are they compared?"""

from cspdata import ui
from cspdata.answers import about

ui.show(about.answer, ui.asked())
