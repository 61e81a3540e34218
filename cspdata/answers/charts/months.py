"""Months as lines with their limits, by year, and as small multiples; nothing is computed but
positions."""

from calendar import month_abbr

import altair as alt
import pandas as pd

from cspdata.answers.charts.palette import BAND, DARK_BLUE, GREY, INK, ORANGE, SEQUENTIAL, axis

MONTH = "%B %Y"
HEIGHT, PANEL, HEAD, TIME_AXIS = 330, 110, 0.45, 28
ROOM = 1.36  # above the highest month, for the labels of lines
STEP_DOWN, TURNS = 14, 5
YEAR_ROUND = list(month_abbr)[1:]
LINE_WORDS = {"break": "Break in the counts", "gap": "No figures"}
QUIET = "as usual"
TOLD = ["month", "count", "year_before", "sign", "said"]


def months(rows: pd.DataFrame, lines: pd.DataFrame, what: str) -> alt.LayerChart:
    """A series with its limits; months that signal stand out, breaks and events are labelled.

    `rows` as `queries.series`, `lines` as `queries.lines` give them; `what` names the count.
    """
    shown = _named(rows)
    limited = shown[shown["centre"].notna()]
    bands = limited.groupby("segment", as_index=False).agg(
        first=("month", "min"),
        last=("month", "max"),
        centre=("centre", "first"),
        lower=("lower", "first"),
        upper=("upper", "first"),
    )
    x = alt.X("month:T", title=None, axis=_time_axis())
    highest = shown[["count", "upper"]].max().max()
    y = alt.Y("count:Q", title=what, axis=axis(), scale=_roomy(highest))
    band = alt.Chart(bands).encode(x=alt.X("first:T"), x2="last:T")
    known = alt.Chart(shown.loc[shown["count"].notna(), [*TOLD, "stretch"]])
    points = known.encode(
        x=x,
        y=y,
        tooltip=_tooltip(what),
        description=alt.Description("said:N"),
    )
    loud = alt.FieldOneOfPredicate("sign", ["above", "below", "run"])
    return _bare(
        alt.layer(
            band.mark_rect(color=BAND, aria=False).encode(y="lower:Q", y2="upper:Q"),
            band.mark_rule(color=GREY, strokeDash=[5, 4], aria=False).encode(y="centre:Q"),
            *_marks(lines),
            known.mark_line(color=DARK_BLUE, strokeWidth=2, aria=False).encode(
                x=x, y=y, detail="stretch:N"
            ),
            points.mark_point(filled=True, opacity=1).encode(
                color=alt.condition(loud, alt.value(ORANGE), alt.value(DARK_BLUE)),
                size=alt.condition(loud, alt.value(110), alt.value(40)),
                shape=alt.condition(
                    alt.FieldEqualPredicate("run", "sign"), alt.value("square"), alt.value("circle")
                ),
            ),
            points.transform_filter(alt.FieldOneOfPredicate("sign", ["above", "below"]))
            .mark_text(dy=-13, fontSize=13, color=INK, aria=False, stroke="white", strokeWidth=4)
            .encode(text=alt.Text("count:Q", format=",")),
            points.transform_filter(alt.FieldOneOfPredicate("sign", ["above", "below"]))
            .mark_text(dy=-13, fontSize=13, color=INK, aria=False)
            .encode(text=alt.Text("count:Q", format=",")),
        ).properties(height=HEIGHT)
    )


def rolling(rows: pd.DataFrame, lines: pd.DataFrame, what: str) -> alt.LayerChart:
    """Sums of twelve whole months against the month they end in, from zero."""
    shown = rows[["month", "rolling", "count"]].assign(
        stretch=rows["rolling"].isna().cumsum(),
        said=_said(rows["month"], rows["rolling"], "twelve months to "),
    )
    whole = alt.Chart(shown[shown["rolling"].notna()]).encode(
        x=alt.X("month:T", title=None, axis=_time_axis(), scale=_span(rows)),
        y=alt.Y("rolling:Q", title=what, axis=axis(), scale=_roomy(shown["rolling"].max())),
        tooltip=[
            alt.Tooltip("month:T", title="Twelve months to", format=MONTH),
            alt.Tooltip("rolling:Q", title=what, format=","),
        ],
        description=alt.Description("said:N"),
    )
    return _bare(
        alt.layer(
            *_marks(lines[lines["effect"].isin(["break", "gap"])]),
            whole.mark_line(color=DARK_BLUE, aria=False).encode(detail="stretch:N"),
            whole.mark_point(filled=True, opacity=1, size=40, color=DARK_BLUE),
        ).properties(height=200)
    )


def seasons(rows: pd.DataFrame, what: str) -> alt.LayerChart:
    """A panel for each calendar month with a bar for each year, the newest darkest."""
    known = rows[rows["count"].notna()]
    shown = pd.DataFrame(
        {
            "name": known["month"].dt.strftime("%b"),
            "year": known["month"].dt.year.astype(str),
            "count": known["count"],
            "said": _said(known["month"], known["count"], ""),
        }
    )
    years = sorted(shown["year"].unique())
    colours = [*[SEQUENTIAL[1]] * (len(years) - 2), *SEQUENTIAL[2:]][-len(years) :]
    legend = alt.Legend(
        title=None, orient="top", labelFontSize=13, labelColor=INK, symbolType="square"
    )
    drawn = (
        alt.Chart(shown)
        .mark_bar()
        .encode(
            x=alt.X(
                "name:N",
                title=None,
                sort=YEAR_ROUND,
                axis=alt.Axis(labelAngle=0, labelColor=INK, labelFontSize=12, labelOverlap=False),
                scale=alt.Scale(paddingInner=0.25),
            ),
            xOffset=alt.XOffset("year:N", sort=years),
            y=alt.Y("count:Q", title=what, axis=axis()),
            color=alt.Color("year:N", scale=alt.Scale(domain=years, range=colours), legend=legend),
            tooltip=[
                alt.Tooltip("name:N", title="Month"),
                alt.Tooltip("year:N", title="Year"),
                alt.Tooltip("count:Q", title=what, format=","),
            ],
            description=alt.Description("said:N"),
        )
    )
    return _bare(alt.layer(drawn).properties(height=240))


def panels(rows: pd.DataFrame, highest: float, what: str) -> alt.LayerChart:
    """Small charts of areas below each other, all from 0 to `highest`.

    `rows` as `queries.inside` gives them, of the areas to be drawn here.
    """
    shown = _named(rows)
    ranks = sorted(shown["rank"].unique())
    height = max(highest, 1)
    floor = shown["rank"].map({rank: -place * (1 + HEAD) for place, rank in enumerate(ranks)})
    shown = shown.assign(
        at=floor + shown["count"] / height,
        low=floor + shown["lower"].clip(upper=height) / height,
        high=floor + shown["upper"].clip(upper=height) / height,
        floor=floor,
        detail=shown["area"] + shown["segment"].astype(str) + shown["stretch"].astype(str),
    )
    heads = shown.groupby("rank", as_index=False).agg(
        floor=("floor", "first"), area_name=("area_name", "first"), signals=("signals", "first")
    )
    heads = heads.assign(
        top=heads["floor"] + 1,
        head=heads["area_name"] + heads["signals"].map(_signals_in_brackets),
    )
    bands = (
        shown[shown["high"].notna()]
        .groupby(["rank", "segment"], as_index=False)
        .agg(
            first=("month", "min"),
            last=("month", "max"),
            low=("low", "first"),
            high=("high", "first"),
        )
    )
    domain = [-(len(ranks) - 1) * (1 + HEAD), 1 + HEAD]
    y = alt.Y("at:Q", axis=None, scale=alt.Scale(domain=domain, nice=False))
    x = alt.X("month:T", title=None, axis=_time_axis(4))
    known = alt.Chart(shown.loc[shown["count"].notna(), [*TOLD, "area_name", "at", "detail"]])
    loud = alt.FieldOneOfPredicate("sign", ["above", "below", "run"])
    head = alt.Chart(heads).encode(x=alt.value(0))
    return _bare(
        alt.layer(
            alt.Chart(bands)
            .mark_rect(color=BAND, aria=False)
            .encode(x="first:T", x2="last:T", y=alt.Y("low:Q", axis=None), y2="high:Q"),
            alt.Chart(heads)
            .mark_rule(color=GREY, aria=False)
            .encode(y=alt.Y("floor:Q", axis=None)),
            known.mark_line(color=DARK_BLUE, strokeWidth=1.5, aria=False).encode(
                x=x, y=y, detail="detail:N"
            ),
            known.mark_point(filled=True, opacity=1).encode(
                x=x,
                y=y,
                color=alt.condition(loud, alt.value(ORANGE), alt.value(DARK_BLUE)),
                size=alt.condition(loud, alt.value(60), alt.value(14)),
                tooltip=[alt.Tooltip("area_name:N", title="Area"), *_tooltip(what)],
                description=alt.Description("said:N"),
            ),
            head.mark_text(
                align="left", baseline="bottom", dy=-6, fontSize=13, fontWeight="bold", color=INK
            ).encode(y=alt.Y("top:Q", axis=None), text="head:N"),
        ).properties(height=PANEL * len(ranks) + TIME_AXIS)
    )


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with what a chart draws: the sign of each month, its stretch, its sentence."""
    side = rows["side"].map({1: "above", -1: "below"})
    sign = side.where(rows["outside"].astype(bool), other=QUIET)
    sign = sign.mask(rows["run"].astype(bool) & ~rows["outside"].astype(bool), "run")
    keep = ["month", "count", "year_before", "segment", "centre", "lower", "upper"]
    keep += [name for name in ("area", "area_name", "signals", "rank") if name in rows]
    label = rows["area_name"] + ", " if "area_name" in rows else ""
    return rows[keep].assign(
        sign=sign,
        stretch=rows["count"].isna().cumsum() + 1000 * rows["segment"],
        said=label + _said(rows["month"], rows["count"], "") + sign.map(_sign_in_words),
    )


def _said(day: pd.Series, count: pd.Series, before: str) -> pd.Series:
    return before + day.dt.strftime(MONTH) + ": " + count.map("{:,.0f}".format).astype(str)


def _sign_in_words(sign: str) -> str:
    return {
        "above": ", above the usual range",
        "below": ", below the usual range",
        "run": ", one of a run on one side of the average",
    }.get(sign, "")


def _signals_in_brackets(signals: int) -> str:
    return f" ({signals} signal{'s' if signals > 1 else ''})" if signals else ""


def _marks(lines: pd.DataFrame) -> list[alt.Chart]:
    """A thin labelled line for each break, gap and event; their labels take turns in height."""
    if lines.empty:
        return []
    shown = lines.assign(
        label=lines["effect"].map(LINE_WORDS).fillna(lines["title"]),
        height=[2 + STEP_DOWN * (place % TURNS) for place in range(len(lines))],
        late=lines["month"] > lines["month"].min(),
    )
    rules = alt.Chart(shown[["month"]]).mark_rule(color=GREY, strokeDash=[2, 2], aria=False)
    marks = [rules.encode(x="month:T")]
    for (height, late), each in shown.groupby(["height", "late"]):
        text = alt.Chart(each[["month", "label"]]).mark_text(
            align="right" if late else "left",
            baseline="top",
            dx=-4 if late else 4,
            fontSize=12,
            color=INK,
        )
        marks.append(text.encode(x="month:T", y=alt.value(float(height)), text="label:N"))
    return marks


def _tooltip(what: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("month:T", title="Month", format=MONTH),
        alt.Tooltip("count:Q", title=what, format=","),
        alt.Tooltip("year_before:Q", title="A year before", format=","),
        alt.Tooltip("sign:N", title="Against the usual range"),
    ]


def _time_axis(ticks: int = 6) -> alt.Axis:
    return alt.Axis(
        format="%b %Y",
        labelColor=INK,
        labelFontSize=12,
        tickCount=ticks,
        grid=False,
        labelOverlap="greedy",
        labelFlush=False,
    )


def _roomy(highest: float) -> alt.Scale:
    return alt.Scale(domain=[0, ROOM * max(highest, 1)])


def _span(rows: pd.DataFrame) -> alt.Scale:
    days = [day.isoformat() for day in (rows["month"].min(), rows["month"].max())]
    return alt.Scale(domain=days)


def _bare(chart: alt.LayerChart) -> alt.LayerChart:
    return chart.configure_view(strokeWidth=0)
