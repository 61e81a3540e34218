"""The accessibility statement in the form that the UK regulations of 2018 ask for."""

from datetime import date

from cspdata.periods import day_in_words

PREPARED, REVIEWED = date(2026, 11, 23), date(2026, 11, 25)

RUN_BY = """\
This dashboard is run by the Community Safety Partnership of {district}. We want as many people as
possible to be able to use it. For example, that means you should be able to:

- zoom in up to 400% without the text spilling off the screen
- read it on a telephone as narrow as 320 pixels
- do everything with the keyboard alone, and always see where you are
- hear, with a screen reader, what the page shows after each choice
- read every figure of a chart or a map in a table or in a sentence beside it
- listen to it with a screen reader
- print every page, and use your own colours (forced colours, high contrast)

We have also made the text as simple as possible to understand.
[AbilityNet](https://mcmw.abilitynet.org.uk/) has advice on making your device easier to use if
you have a disability."""

HOW_ACCESSIBLE = """\
We know some parts of this dashboard are not fully accessible:

- the words that appear when you point at a bar, a line or the map cannot be pointed at
  themselves, and Escape does not put them away; the same figures are in the table beside it
- on the page where officers publish, the frame around the button for files can take the focus
  without being a control; the button itself works as usual
- when you space text widely, words on the buttons that choose a part of a page or a paper are cut
  off, and on a narrow telephone so is the note under the button for files; the heading below the
  buttons says which part is shown"""

CONTACT = """\
If you need these figures in a different format, such as large print, easy read, audio or braille,
or if you find a problem that is not listed on this page, contact {contact}. Every page can also
be taken away as a spreadsheet, a Word file, slides or a page that prints. We'll consider your
request and get back to you within 10 working days."""

NO_CONTACT = "whoever gave you the address of this dashboard, as this copy names no contact"

ENFORCEMENT = """\
The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector
Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the
“accessibility regulations”). If you're not happy with how we respond to your complaint, [contact
the Equality Advisory and Support Service (EASS)](https://www.equalityadvisoryservice.com/)."""

TECHNICAL = """\
The Community Safety Partnership of {district} is committed to making this dashboard accessible,
in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018."""

STATUS = """\
This dashboard is **partially compliant** with the [Web Content Accessibility Guidelines version
2.2](https://www.w3.org/TR/WCAG22/) AA standard, due to the non-compliances listed below."""

NON_COMPLIANCE = """\
- The words that appear over a chart or the map can be neither hovered over nor dismissed. This
  fails WCAG 2.2 success criterion 1.4.13 (content on hover or focus). It comes from the libraries
  that draw them (Vega and deck.gl).
- The frame around the button for files is marked as decoration, yet takes the focus (axe's rule
  presentation-role-conflict). This fails success criterion 4.1.2 (name, role, value). It comes
  from Streamlit.
- Words on the buttons that choose a part of a page, and at 390 pixels the note under the button
  for files, are cut off when text is spaced out. This fails success criterion 1.4.12 (text
  spacing). It comes from Streamlit."""

BURDEN = "We claim no disproportionate burden for anything."

OUT_OF_SCOPE = """\
The map is outside the scope of the regulations, which exempt online maps that are not for finding
the way. What it shows is in the table of places all the same, and every place can be chosen in the
list of areas above it."""

IMPROVING = """\
Every change to this dashboard is tested by axe-core, by keyboard and at 320 pixels before it is
released. What is left above comes from libraries: we take up their new releases and test again.
The next step is a test by people who use screen readers, magnifiers and speech."""

PREPARATION = """\
This statement was prepared on {prepared}. It was last reviewed on {reviewed}.

This dashboard was last tested on {reviewed}. The test was carried out by the makers of the
dashboard, in Chromium: axe-core on every page and every part of one, 1280 and 390 pixels wide, and
where officers publish, with faults and signed in; the errands with the keyboard alone; the width of
320 pixels; contrast computed from the declared colours; wider text spacing on eight pages and
forced colours on two, looked at; what Chromium tells a screen reader on three errands, read as
text. It was not tested with NVDA, JAWS, VoiceOver or TalkBack, in other browsers, or by people with
disabilities."""


def statement(district: str, contact: str) -> list[tuple[int, str, str]]:
    """The statement in order: a heading's level, the heading, what stands below it."""
    days = {"prepared": day_in_words(PREPARED), "reviewed": day_in_words(REVIEWED)}
    return [
        (2, "How accessible this dashboard is", HOW_ACCESSIBLE),
        (2, "Feedback and contact information", CONTACT.format(contact=contact or NO_CONTACT)),
        (2, "Enforcement procedure", ENFORCEMENT),
        (
            2,
            "Technical information about this dashboard's accessibility",
            TECHNICAL.format(district=district),
        ),
        (3, "Compliance status", STATUS),
        (2, "Non-accessible content", "The content below is not accessible for these reasons."),
        (3, "Non-compliance with the accessibility regulations", NON_COMPLIANCE),
        (3, "Disproportionate burden", BURDEN),
        (3, "Content that's not within the scope of the accessibility regulations", OUT_OF_SCOPE),
        (2, "What we're doing to improve accessibility", IMPROVING),
        (2, "Preparation of this accessibility statement", PREPARATION.format(**days)),
    ]
