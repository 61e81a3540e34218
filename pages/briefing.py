"""Which paper do I take to the meeting?"""

import streamlit as st

from cspdata import areas, briefings, ui

area, chosen = ui.pickers()
crimes = ui.figures()
imprint = ui.imprint(area, chosen)
ui.page(
    "Papers for a meeting",
    f"Each paper is made from the figures chosen above: {area.name}, {chosen.words}. "
    "Word is for editing. HTML opens in any browser, reads aloud, and prints.",
)

st.header("Committee appendix", anchor=False)
inside = "every NPT region and parish" if areas.children(area.area) else "every offence"
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

st.header("The whole release in one file", anchor=False)
st.markdown(
    "Every area from the district to the parish in one file. It opens from an e-mail or a memory "
    "stick without a network, and is the copy to archive."
)
ui.release("Make the file", "release")
ui.provenance(chosen)
