"""Months against their usual range, and as small multiples; nothing is computed but
positions."""

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import BAND, DARK_BLUE, GREY, INK, ORANGE, axis
from cspdata.periods import Period

HEIGHT, PANEL, HEAD, TIME_AXIS = 330, 110, 0.45, 28
ROOM = 1.36  # above the highest month, for the labels of marks
STEP_DOWN, TURNS = 17, 4
NOTE, NOTE_STEP = 6, 22
NOTE_LABEL = 0.2  # of the months drawn, that "Note 12" takes on a phone
GAP = "#F3F3F3"
LOUD = ["above", "below", "drift"]
LABELS = {"break": "Counted otherwise from here", "gap": "No figures"}
SMALL = 14
BY_SIDE = alt.ExprRef("datum.late ? 'right' : 'left'")


def months(
    rows: pd.DataFrame,
    marks: pd.DataFrame,
    asked: Period | None,
    what: str,
    coming: pd.DataFrame | None = None,
    notes: pd.DataFrame | None = None,
) -> alt.LayerChart:
    """A series on its usual range with the year before in grey; signals stand out.

    `rows` and `marks` as `answers.series` gives them, with the sentence `said` and the `sign` of
    each month; a bar at the foot marks the period asked for; `what` names the count. What is
    `coming` is an outlined range that runs on. `notes` (number, first, last, said) are bars above
    the months that they are about.
    """
    shown, noted = _stretched(rows), _stacked(notes, rows)
    x = alt.X("month:T", title=None, axis=_time_axis(), scale=_span(rows, coming))
    highest = shown[["count", "upper", "year_before"]].max().max()
    y = alt.Y("count:Q", title=what, axis=axis(), scale=alt.Scale(zero=True, nice=False))
    known = alt.Chart(shown.loc[shown["count"].notna(), ["month", "count", "stretch"]])
    before = alt.Chart(shown.loc[shown["year_before"].notna(), ["month", "year_before", "past"]])
    return _bare(
        alt.layer(
            _as_high_as(ROOM * max(highest, 1)),
            *_gaps(marks),
            *_band(shown, x),
            *_coming(coming, x),
            before.mark_line(color=GREY, strokeWidth=1.5, aria=False).encode(
                x=x, y=alt.Y("year_before:Q"), detail=alt.Detail("past:N")
            ),
            *_asked(asked, rows),
            *_labelled(marks),
            *_noted(noted),
            known.mark_line(color=DARK_BLUE, strokeWidth=2, aria=False).encode(
                x=x, y=y, detail=alt.Detail("stretch:N")
            ),
            *_points(shown, x, y),
        ).properties(height=HEIGHT + NOTE_STEP * noted["lane"].nunique())
    )


def panels(rows: pd.DataFrame, highest: float) -> alt.LayerChart:
    """Small charts below each other, all from 0 to `highest`, each under its name.

    `rows` as `answers.panels.inside` gives them: name, rank, and what `months` draws.
    """
    shown = _stretched(rows)
    ranks = sorted(shown["rank"].unique())
    height = max(highest, 1)
    floor = shown["rank"].map({rank: -place * (1 + HEAD) for place, rank in enumerate(ranks)})
    shown = shown.assign(
        at=floor + shown["count"] / height,
        low=floor + shown["lower"].clip(upper=height) / height,
        high=floor + shown["upper"].clip(upper=height) / height,
        floor=floor,
        detail=shown["rank"].astype(str) + "-" + shown["stretch"].astype(str),
        piece=shown["rank"].astype(str) + "-" + shown["segment"].astype(str),
    )
    heads = shown.groupby("rank", as_index=False).agg(
        floor=("floor", "first"), name=("name", "first")
    )
    heads = heads.assign(top=heads["floor"] + 1)
    domain = [-(len(ranks) - 1) * (1 + HEAD), 1 + HEAD]
    y = alt.Y("at:Q", axis=None, scale=alt.Scale(domain=domain, nice=False))
    x = alt.X("month:T", title=None, axis=_time_axis(4))
    known = alt.Chart(
        shown.loc[shown["count"].notna(), ["month", "count", "sign", "said", "at", "detail"]]
    )
    band = alt.Chart(shown.loc[shown["high"].notna(), ["month", "low", "high", "piece"]])
    ends = shown[shown["count"].notna()].groupby("rank").tail(1)[["month", "at", "count"]]
    loud = alt.FieldOneOfPredicate("sign", LOUD)
    return _bare(
        alt.layer(
            band.mark_area(color=BAND, aria=False).encode(
                x=x, y=alt.Y("low:Q", axis=None), y2=alt.Y2("high:Q"), detail=alt.Detail("piece:N")
            ),
            alt.Chart(heads)
            .mark_rule(color=GREY, aria=False)
            .encode(y=alt.Y("floor:Q", axis=None)),
            known.mark_line(color=DARK_BLUE, strokeWidth=1.5, aria=False).encode(
                x=x, y=y, detail=alt.Detail("detail:N")
            ),
            known.mark_point(filled=True, opacity=1).encode(
                x=x,
                y=y,
                color=alt.condition(loud, alt.value(ORANGE), alt.value(DARK_BLUE)),
                size=alt.condition(loud, alt.value(60), alt.value(14)),
                tooltip=alt.Tooltip("said:N"),
                description=alt.Description("said:N"),
            ),
            alt.Chart(ends)
            .mark_text(align="right", dy=-10, fontSize=SMALL, color=INK, aria=False)
            .encode(x=x, y=y, text=alt.Text("count:Q", format=",")),
            alt.Chart(heads)
            .mark_text(
                align="left",
                baseline="bottom",
                dy=-6,
                fontSize=SMALL,
                fontWeight="bold",
                color=INK,
                aria=False,
            )
            .encode(x=alt.XValue(0), y=alt.Y("top:Q", axis=None), text=alt.Text("name:N")),
        ).properties(height=PANEL * len(ranks) + TIME_AXIS)
    )


def _stretched(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what keeps a line from crossing a gap or a break."""
    return rows.assign(
        stretch=rows["count"].isna().cumsum() + 1000 * rows["segment"],
        past=rows["year_before"].isna().cumsum() + 1000 * rows["segment"],
    )


def _band(shown: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    limited = shown.loc[
        shown["expected"].notna(), ["month", "expected", "lower", "upper", "segment"]
    ]
    base = alt.Chart(limited).encode(x=x, detail=alt.Detail("segment:N"))
    return [
        base.mark_area(color=BAND, aria=False).encode(y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q")),
        base.mark_line(color=GREY, strokeDash=[5, 4], strokeWidth=1, aria=False).encode(
            y=alt.Y("expected:Q")
        ),
    ]


def _coming(coming: pd.DataFrame | None, x: alt.X) -> list[alt.Chart]:
    if coming is None or coming.empty:
        return []
    said = [
        f"{month:%B %Y}: {low:,.0f} to {high:,.0f} to expect"
        for month, low, high in coming[["month", "lower", "upper"]].itertuples(index=False)
    ]
    bars = alt.Chart(coming.assign(said=said)).mark_bar(
        size=12, color=BAND, stroke=GREY, strokeDash=[3, 2]
    )
    tip = {"tooltip": alt.Tooltip("said:N"), "description": alt.Description("said:N")}
    return [bars.encode(x=x, y=alt.Y("lower:Q"), y2=alt.Y2("upper:Q"), **tip)]


def _points(shown: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    loud = alt.FieldOneOfPredicate("sign", LOUD)
    known = alt.Chart(shown.loc[shown["count"].notna(), ["month", "count", "sign", "said"]])
    points = known.encode(x=x, y=y)
    outside = points.transform_filter(alt.FieldOneOfPredicate("sign", LOUD[:2]))
    label = {"dy": -13, "fontSize": SMALL, "color": INK, "aria": False}
    return [
        points.mark_point(filled=True, opacity=1).encode(
            color=alt.condition(loud, alt.value(ORANGE), alt.value(DARK_BLUE)),
            size=alt.condition(loud, alt.value(110), alt.value(40)),
            shape=alt.condition(
                alt.FieldEqualPredicate("drift", "sign"), alt.value("square"), alt.value("circle")
            ),
            tooltip=alt.Tooltip("said:N"),
            description=alt.Description("said:N"),
        ),
        outside.mark_text(**label, stroke="white", strokeWidth=4).encode(
            text=alt.Text("count:Q", format=",")
        ),
        outside.mark_text(**label).encode(text=alt.Text("count:Q", format=",")),
    ]


def _asked(asked: Period | None, rows: pd.DataFrame) -> list[alt.Chart]:
    """A thick bar at the foot under the months asked for, as far as they are held."""
    if asked is None:
        return []
    inside = rows[rows["month"].between(pd.Timestamp(asked.start), pd.Timestamp(asked.end))]
    if inside.empty:
        return []
    days = pd.DataFrame(
        {"first": [inside["month"].min()], "last": [inside["month"].max()], "foot": [0]}
    )
    bar = alt.Chart(days).mark_rule(color=INK, strokeWidth=5, strokeCap="butt", aria=False)
    return [bar.encode(x=alt.X("first:T"), x2=alt.X2("last:T"), y=alt.Y("foot:Q"))]


def _as_high_as(most: float) -> alt.Chart:
    """Nothing but how far the scale goes, so that it comes with the figures of each area."""
    top = alt.Chart(pd.DataFrame({"top": [most]}))
    return top.mark_rule(opacity=0, aria=False).encode(y="top:Q")


def _gaps(marks: pd.DataFrame) -> list[alt.Chart]:
    """Months without figures as pale spans, half a month wider on either side."""
    gaps = marks[marks["effect"] == "gap"]
    if gaps.empty:
        return []
    half = pd.Timedelta(days=15)
    shown = pd.DataFrame({"first": gaps["first"] - half, "last": gaps["last"] + half})
    return [
        alt.Chart(shown)
        .mark_rect(color=GAP, clip=True, aria=False)
        .encode(x=alt.X("first:T"), x2=alt.X2("last:T"))
    ]


def _labelled(marks: pd.DataFrame) -> list[alt.Chart]:
    """A label for each break, gap and event, the newest of each name; their heights take turns."""
    if marks.empty:
        return []
    shown = marks.assign(label=marks["effect"].map(LABELS).fillna(marks["title"]))
    rules = alt.Chart(shown.loc[shown["effect"] != "gap", ["first"]])
    newest = shown.drop_duplicates("label", keep="last").reset_index(drop=True)
    middle = marks["first"].min() + (marks["last"].max() - marks["first"].min()) / 2
    labels = newest[["first", "label"]].assign(
        said=newest["first"].dt.strftime("%B %Y: ") + newest["label"],
        down=2 + STEP_DOWN * (newest.index % TURNS),
        late=newest["first"] >= middle,
    )
    return [
        rules.mark_rule(color=GREY, strokeDash=[2, 2], aria=False).encode(x=alt.X("first:T")),
        alt.Chart(labels)
        .mark_text(
            align=BY_SIDE,
            dx=alt.ExprRef("datum.late ? -4 : 4"),
            baseline="top",
            fontSize=SMALL,
            color=INK,
        )
        .encode(
            x=alt.X("first:T"),
            y=alt.YValue(alt.ExprRef("datum.down")),
            text=alt.Text("label:N"),
            description=alt.Description("said:N"),
        ),
    ]


def _noted(notes: pd.DataFrame) -> list[alt.Chart]:
    """A bar above the months of each note, with its number; those that would meet are stacked."""
    if notes.empty:
        return []
    shown = notes.assign(
        label="Note " + notes["number"].astype(str),
        at=notes["last"].where(notes["late"], notes["first"]),
        up=-(NOTE + NOTE_STEP * notes["lane"]),
    )[["first", "last", "said", "label", "at", "up", "late"]]
    base = alt.Chart(shown).encode(y=alt.YValue(alt.ExprRef("datum.up")))
    return [
        base.mark_rule(color=INK, strokeWidth=4).encode(
            x=alt.X("first:T"),
            x2=alt.X2("last:T"),
            tooltip=alt.Tooltip("said:N"),
            description=alt.Description("said:N"),
        ),
        base.mark_text(
            align=BY_SIDE, baseline="bottom", dy=-3, fontSize=SMALL, color=INK, aria=False
        ).encode(x=alt.X("at:T"), text=alt.Text("label:N")),
    ]


def _stacked(notes: pd.DataFrame | None, rows: pd.DataFrame) -> pd.DataFrame:
    """Notes with the ends of their bars, the lane of each from 0 and whether it is named late."""
    if notes is None or notes.empty:
        return pd.DataFrame(columns=["number", "first", "last", "said", "lane", "late"])
    start, end = rows["month"].min(), rows["month"].max()
    half, label = pd.Timedelta(days=14), (end - start) * NOTE_LABEL
    late = notes["first"] >= start + (end - start) / 2
    shown = notes.assign(first=notes["first"] - half, last=notes["last"] + half, late=late)
    free: list[pd.Timestamp] = []  # the day from which each lane is free
    lanes = []
    for note in shown.to_dict("records"):
        first = min(note["first"], note["last"] - label) if note["late"] else note["first"]
        last = note["last"] if note["late"] else max(note["last"], note["first"] + label)
        lane = next((place for place, day in enumerate(free) if day < first), len(free))
        free[lane : lane + 1] = [last]
        lanes.append(lane)
    return shown.assign(lane=lanes)


def _time_axis(ticks: int = 6) -> alt.Axis:
    return alt.Axis(
        format="%b %Y",
        labelColor=INK,
        labelFontSize=SMALL,
        tickCount=ticks,
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )


def _span(rows: pd.DataFrame, coming: pd.DataFrame | None) -> alt.Scale:
    last = rows["month"].max()
    if coming is not None and len(coming):
        last = coming["month"].max() + pd.Timedelta(days=10)
    days = [day.isoformat() for day in (rows["month"].min(), last)]
    return alt.Scale(domain=days)


def _bare(chart: alt.LayerChart) -> alt.LayerChart:
    return chart.configure_view(strokeWidth=0)
