"""Which paper do I take to the meeting?"""

import streamlit as st

from cspdata import areas, briefings, metrics, place, ui

area, chosen = ui.pickers()
crimes = ui.figures()
imprint = ui.imprint("area", area=area.area, figures=str(chosen))
ui.page(
    "Papers for a meeting",
    f"Each paper is made from the figures chosen above: {area.name}, {chosen.words}. "
    "Word is for editing. HTML opens in any browser, reads aloud, and prints.",
)

st.header("Committee appendix", anchor=False)
inside = (
    f"every {place.here().region_short} and parish"
    if areas.children(area.area)
    else "every offence"
)
st.markdown(
    f"The tables of the police for {area.name} with {inside}, each with its change, "
    "a verdict in words, and what to know about it."
)
ui.paper(
    "Make the appendix",
    lambda: briefings.appendix(
        crimes, ui.table("crimes"), ui.table("printed"), chosen, area.area, imprint
    ),
    "appendix",
)

st.header("One-page briefing", anchor=False)
st.markdown(f"What changed in {area.name} on one page, for a parish or ward meeting.")
ui.paper(
    "Make the briefing",
    lambda: briefings.one_page(crimes, chosen, area.area, imprint),
    "one-page",
)

st.header("One question, all sides", anchor=False)
st.markdown(
    "The police figures, the partners' work and what to know about them for one question of the "
    "committee."
)
topics = metrics.topics()
topic = topics[ui.choose("Question", "topic", {code: topics[code].name for code in topics})]
about_topic = ui.imprint("themes", topic=topic.topic, figures=str(chosen))
ui.paper(
    "Make the paper",
    lambda: briefings.theme(crimes, ui.table("activity"), chosen, topic, about_topic),
    "theme",
)

st.header("The whole release in one file", anchor=False)
st.markdown(
    "Every area from the district to the parish in one file. It opens from an e-mail or a memory "
    "stick without a network, and is the copy to archive. It is made "
    "with every publication."
)
ui.release()
ui.provenance(chosen)
