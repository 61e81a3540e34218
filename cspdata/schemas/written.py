"""The tables of what people write beside the figures: operations, notes, matters, objectives."""

from cspdata.schemas.columns import (
    AREA,
    END,
    FILE,
    ROW,
    START,
    WITHIN,
    Column,
    Table,
)

OPERATIONS = Table(
    "operations",
    "operations, stated before their figures are read",
    (
        Column("operation", "text", "Its name."),
        Column("registered_on", "day", "When it was registered so; a later row is a change."),
        Column("done", "text", "What was done, as a sentence."),
        Column("area", "text", "The area's code, if it is one that is counted.", required=False),
        Column("offence", "text", "The offence's code, if one is counted.", required=False),
        START,
        END,
        Column("before_start", "day", "First day of the time before.", required=False),
        Column("before_end", "day", "Last day of the time before.", required=False),
        Column("elsewhere", "text", "Areas to compare with; empty for all others.", required=False),
        Column("near", "text", "Neighbours to which crime may move.", required=False),
        Column("chosen_high", "yes or no", "Whether the place was chosen for being high."),
        Column("expected", "text", "What was expected, as a sentence.", required=False),
        Column("reference", "text", "Where in the paper it stands.", required=False),
        Column("note", "text", "What to know, as a sentence.", required=False),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("operation", "registered_on"),
)
NOTES = Table(
    "notes",
    "what is known of a figure, signed by who knows it",
    (
        Column("note", "text", "Its name, by which it is corrected or withdrawn."),
        AREA,
        Column("offence", "text", "The offence's code; all crime unless said.", "offences"),
        START,
        END,
        Column("words", "text", "What is known, as written; none if withdrawn.", required=False),
        Column("author", "text", "Who signs it, or its withdrawal."),
        Column("signed_on", "day", "When."),
        Column("withdrawn", "yes or no", "Whether it was taken back and is no longer shown."),
        Column("reference", "text", "Where it comes from, if that is written.", required=False),
        Column("version", "count", "The data version that brought it as it stands."),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("note",),
)
MATTERS = Table(
    "matters",
    "matters of the committee, step by step",
    (
        Column("matter", "text", "Its name."),
        Column("step", "count", "The step's number; a step is added, never rewritten.", least=1),
        Column("signed_on", "day", "The day of the step."),
        Column("signed_by", "text", "Who signed it."),
        Column("state", "text", "open, answered, agreed, declined or closed, from here on."),
        Column("words", "text", "What was asked, promised or replied, as a sentence."),
        Column("kind", "text", "question, recommendation or promise.", required=False),
        Column("addressed_to", "text", "Who is to reply, or has promised.", required=False),
        Column("raised_at", "text", "The meeting where it was raised.", required=False),
        Column("due", "day", "When the reply is due, or what was promised.", required=False),
        Column("duty", "yes or no", "Whether the law asks for a reply to it.", required=False),
        Column("figures", "text", "The address of the figures it rests on.", required=False),
        Column("reference", "text", "Where in the paper it stands.", required=False),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("matter", "step"),
)
OBJECTIVES = Table(
    "objectives",
    "objectives of the partnership: what is to be reached by when",
    (
        Column("objective", "text", "Its name."),
        Column("set_on", "day", "When it was set so; a later row is a change."),
        Column("set_by", "text", "Who set it."),
        Column("words", "text", "What is to be reached, as a sentence."),
        Column("area", "text", "The area's code, of recorded crime.", required=False),
        Column("offence", "text", "The offence's code, of recorded crime.", required=False),
        Column("measure", "text", "The measure's code, of a partner's figures.", required=False),
        Column("aim", "text", "at most or at least."),
        Column("change", "number", "The change wanted against a year before, %.", required=False),
        Column("target", "number", "The figure wanted of a measure.", required=False),
        START,
        END,
        Column("reference", "text", "Where in the paper it stands.", required=False),
        FILE,
        ROW,
        *WITHIN,
    ),
    ("objective", "set_on"),
)
AIMS = ("at most", "at least")
MATTER_STATES = ("open", "answered", "agreed", "declined", "closed")
MATTER_KINDS = ("question", "recommendation", "promise")
# What those may publish who are on the second list and no officers.
WRITTEN = frozenset({MATTERS.name, NOTES.name})
