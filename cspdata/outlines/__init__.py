"""Outlines of areas, joined from those of LSOAs and kept in the place pack; nothing is drawn."""

from cspdata.outlines.boundaries import FILE as FILE
from cspdata.outlines.boundaries import boundaries as boundaries
from cspdata.outlines.boundaries import draw as draw
from cspdata.outlines.boundaries import exist as exist
from cspdata.outlines.boundaries import joined as joined
from cspdata.outlines.boundaries import shown as shown
from cspdata.outlines.dissolve import Edge as Edge
from cspdata.outlines.dissolve import Point as Point
from cspdata.outlines.dissolve import dissolve as dissolve
from cspdata.outlines.dissolve import holding as holding
from cspdata.outlines.dissolve import outer_rings as outer_rings
from cspdata.outlines.dissolve import polygons as polygons
from cspdata.outlines.dissolve import signed_area as signed_area
