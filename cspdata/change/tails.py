"""From a tail to a p and back where counts vary more than chance alone; never meets a count.

A test of counts gives the tail at and beyond what was seen. Put on the scale of standard
deviations it is divided by the root of the dispersion, as in a quasi-Poisson model (McCullagh and
Nelder 1989, Generalized Linear Models, chapter 6). With dispersion 1 the test is the plain exact
one. Since p and interval come from the same tail, p is below 0.05 exactly where the 95 % interval
leaves out no change.
"""

import numpy as np

from cspdata.change.arrays import Floats


def two_sided(tail: Floats, dispersion: Floats) -> Floats:
    """Two-sided p from the smaller tail, of counts `dispersion` times as variable as chance."""
    from scipy.special import ndtr, ndtri

    away = -ndtri(np.minimum(tail, 0.5))
    return np.asarray(2 * ndtr(-away / np.sqrt(dispersion)))


def tail_at(p: float, dispersion: Floats) -> Floats:
    """The tail that `two_sided` turns into `p`: what an interval leaves beyond each end."""
    from scipy.special import ndtr, ndtri

    return np.asarray(ndtr(ndtri(p / 2) * np.sqrt(dispersion)))
