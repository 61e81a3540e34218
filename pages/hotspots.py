"""Where is it concentrated: on the map, at which streets, in how few places?"""

import streamlit as st

from cspdata import areas, charts, offences, place, queries, sentences, ui

LEVELS = {"parish": "Parishes", "region": f"{place.here().region_short}s"}
CITY = {"counts": "Counts only", "rates": "Rates as well"}
NAMES = offences.names().__getitem__

area, chosen = ui.pickers()
streets = ui.table("streets")
compared = ui.ask(queries.comparable_below, chosen, areas.root()) or chosen


def the_map() -> None:
    """The district in colours and as a list: either one chooses the area of the whole app."""
    with st.container(horizontal=True):
        measures = {code: each.name for code, each in queries.MEASURES.items()}
        measure = queries.MEASURES[ui.choose("Measure", "show", measures)]
        view = compared if measure == queries.CHANGE else chosen
        level = ui.choose("By", "by", LEVELS)
        known = ui.ask(queries.offences_mapped, view, level, measure)
        offence = ui.offence_choice(known, areas.plural(level))
        city = measure == queries.RATE and areas.VISITED in areas.kinds()
        rated = city and ui.choose("In the city", "city", CITY) == "rates"
    rows = ui.ask(queries.mapped, view, offence, level, measure, rated)
    caption = f"{NAMES(offence)}, {sentences.mapped_when(view, measure)} ({view.source.short})"
    st.header(sentences.map_heading(rows, measure, offence, areas.plural(level)), anchor=False)
    st.markdown(sentences.about_map(rows, measure, rated))
    left, right = st.columns([5, 6])
    with left:
        ui.chosen_place(rows, measure, area)
        alt = "Map of the district. The list of places holds every value and does what a click does"
        ui.area_map(rows, measure, area, alt, f"{measure.name}. {caption}")
    with right:
        ui.places_table(rows, measure, caption)
    ui.note_events(ui.ask(queries.events, view, areas.at_level(level), offence))
    finish(view, offence)


def the_streets() -> None:
    """Where inside the area, as far as police.uk tells."""
    months = queries.street_months(streets, chosen.period)
    if not months:
        st.info(sentences.no_streets(chosen.period))
        return
    offence = ui.choose("Offence", "offence", queries.offences_of_streets(streets))
    counted = queries.at_locations(streets, area.area, offence, months)
    top = queries.top_streets(counted, months)
    when = f"{NAMES(offence)} in {area.name}, {sentences.spanned(months)} (police.uk)"
    st.header(f"Street locations in {area.name}", anchor=False)
    st.markdown(sentences.persistent(top, area.area, offence))
    ui.streets_table(top, f"Street locations with the most. {when}")
    st.markdown(f"{sentences.SNAPPED} {sentences.months_of(months, chosen.period)}")
    if area.level == "parish":
        st.header(f"Census areas (LSOAs) in {area.name}", anchor=False)
        ui.lsoas_table(queries.by_lsoa(counted, area.area), f"LSOAs. {when}")
    view = queries.View(queries.street_source(), chosen.period)
    ui.note_events(ui.ask(queries.events, view, queries.within(area.area), offence))
    finish(view, offence)


def concentration() -> None:
    """How much sits in how few parishes and street locations, and how that moved."""
    known = ui.ask(queries.offences_mapped, compared, "parish", queries.CHANGE)
    offence = ui.offence_choice(known, areas.plural("parish"))
    when = f"{NAMES(offence)}, {sentences.compared(compared)} ({compared.source.short})"
    for what, found in queries.concentrations(ui.figures(), streets, compared, offence):
        st.header(f"Concentration in {what}", anchor=False)
        st.markdown(sentences.concentrated(found, what, offence))
        alt = f"Lorenz curve: share of the count in the fullest {what}. The table has its figures."
        ui.chart(charts.lorenz, found, what, alt=alt, caption=f"{what.capitalize()}. {when}")
        ui.concentration_table(queries.few(found), what, f"{what.capitalize()}. {when}")
    st.markdown(sentences.about_concentration(bool(len(streets))))
    ui.note_events(ui.ask(queries.events, compared, areas.at_level("parish"), offence))
    finish(compared, offence)


def finish(view: queries.View, offence: str) -> None:
    """What to know, and where it comes from."""
    ui.what_to_know(view, queries.within(area.area), [offence])
    ui.provenance(view)


SECTIONS = {"Map": the_map, "Streets": the_streets, "Concentration": concentration}
ui.page("Map and hotspots")
SECTIONS[ui.choose("What to show", "part", dict(zip(SECTIONS, SECTIONS, strict=True)))]()
