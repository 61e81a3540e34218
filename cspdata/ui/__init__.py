"""What a page needs to ask and to show; the only room to draw with Streamlit; it counts nothing."""

from cspdata.ui.bar import asked as asked
from cspdata.ui.bar import option as option
from cspdata.ui.bar import options as options
from cspdata.ui.bar import several as several
from cspdata.ui.fields import folded as folded
from cspdata.ui.fields import past_day as past_day
from cspdata.ui.fields import search as search
from cspdata.ui.frame import is_newest as is_newest
from cspdata.ui.frame import published as published
from cspdata.ui.show import show as show
from cspdata.ui.take import everything as everything
from cspdata.ui.take import paper as paper
