"""What matters here, now?"""

from cspdata import ui
from cspdata.answers import glance

ui.show(glance.answer, ui.asked())
