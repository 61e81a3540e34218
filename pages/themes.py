"""One question of the committee: what the police counted, what the partners did, what to know."""

import streamlit as st

from cspdata import metrics, queries, sentences, ui

topics = metrics.topics()
left, right = st.columns(2)
with left:
    topic = topics[ui.choose("Question", "topic", {code: topics[code].name for code in topics})]
with right:
    chosen = ui.figures_choice()
police = ui.ask(queries.on_topic, chosen, topic)
asked = metrics.on_topic(topic.topic)
rows = queries.of_measures(ui.activity(), asked)
waiting = queries.waiting(ui.table("activity"), asked)
ui.page(topic.question, topic.about)

st.header("What the police recorded", anchor=False)
for view, found in police:
    st.markdown(sentences.answer(found, view))
if not police:
    st.markdown("No police figures bear on this question in what is published.")
else:
    with st.expander("The same figures as tables"):
        ui.police_tables(police)

st.header("What the partners did", anchor=False)
st.markdown(sentences.activity_summary(rows))
ui.activity_cards(rows, "cards", ["partner"])
st.markdown(sentences.waiting_names(waiting))

ui.topic_caveats(police)
ui.provenance(*(view for view, _ in police), partners=True)
