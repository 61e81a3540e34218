"""Matters of the committee in sentences: what was raised, by when a reply is due, what came."""

import pandas as pd

from cspdata.answers.blocks import literal
from cspdata.answers.words.figures import Row, capital
from cspdata.periods import day_in_words

NONE = "No matters of the committee have been published yet. An officer can publish them."
UNKNOWN = "No matter of this name is published in this version: {name}."
NO_LATER = "No figures are published for the time since it was raised."
ABOUT = (
    "A matter is a question, a recommendation or a promise. Each step is signed and dated; steps "
    "are added and never rewritten. What the figure did since is said as on every other page, and "
    "says nothing of why."
)
LAW = (
    "Where the law asks an authority for a reply and no day was agreed, 28 days are counted: the "
    "time that the Crime and Disorder (Overview and Scrutiny) Regulations 2009 (SI 2009/942) are "
    "understood to give. Ask your monitoring officer before you call a reply late."
)
OVERDUE = "past its day"


def summary(rows: pd.DataFrame, since: str) -> str:
    """ "3 matters are open, 1 of them past its day; 2 have an answer."; `since` is a day."""
    waiting = int((rows["state"] == "open").sum())
    late = int(rows["overdue"].sum())
    settled = len(rows) - waiting
    said = f"{waiting} {'matter is' if waiting == 1 else 'matters are'} open"
    if late:
        said += f", {late} of them {'past its day' if late == 1 else 'past their day'}"
    some = f"{settled} {'has' if settled == 1 else 'have'}" if settled else "none has"
    said += f"; {some} an answer."
    return f"{said} The last meeting that raised any was on {since}." if since else said


def line(row: Row) -> str:
    """A matter in a line: to whom, when it was raised, by when, and its last step."""
    raised = f"raised {day_in_words(row['raised_on'])}"
    return f"**{literal(row['matter'])}.** {literal(whose(row))}, {raised}. {standing(row)}"


def whose(row: Row) -> str:
    """ "Question to Hampshire Constabulary", "Promise by the OVAL Group"."""
    way = "by" if row["kind"] == "promise" else "to"
    return f"{capital(row['kind'])} {way} {row['addressed_to']}"


def standing(row: Row) -> str:
    """Where a matter stands: open and due, past its day, or what came when."""
    if row["state"] != "open":
        when, who = day_in_words(row["last_on"]), literal(row["last_by"])
        return f"{capital(row['state'])} on {when}, signed by {who}."
    if pd.isna(row["due"]):
        return "Open, with no day by which a reply is due."
    due = day_in_words(row["due"])
    return f"Open and {OVERDUE}: due {due}." if row["overdue"] else f"Open, due {due}."


def short(row: Row) -> str:
    """ "Past 31 January 2018", "Open, due 31 March 2018", "Open, no day set", "Agreed …"."""
    if row["state"] != "open":
        return f"{capital(row['state'])} {day_in_words(row['last_on'])}"
    if pd.isna(row["due"]):
        return "Open, no day set"
    due = day_in_words(row["due"])
    return f"Past {due}" if row["overdue"] else f"Open, due {due}"


def stated(row: Row) -> str:
    """What was raised, where, to whom, and where that stands in the paper."""
    said = f"{literal(row['asked'])} {literal(whose(row))}"
    said += f", raised at {literal(row['raised_at'])} on {day_in_words(row['raised_on'])}."
    return f"{said} Source: {literal(row['reference'])}." if row["reference"] else said


def step(row: Row) -> str:
    """A step with its day and its signature."""
    when, who = day_in_words(row["signed_on"]), literal(row["signed_by"])
    return f"**Step {row['step']}, {when}: {row['state']}.** {literal(row['words'])} Signed: {who}."


def brief(waiting: int, late: int, settled: int) -> str:
    """One line for other pages."""
    their = "its day" if late == 1 else "their day"
    said = [f"{waiting} open" + (f", {late} of them past {their}" if late else "")]
    if settled:
        said.append(f"{settled} with an answer")
    return f"Matters that the committee raised: {'; '.join(said)}."
