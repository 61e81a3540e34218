const element = (tag, text, name) => {
  const made = document.createElement(tag);
  if (name) made.className = name;
  (text ? text.split("**") : []).forEach((part, place) => {
    if (place % 2) made.append(element("strong", part));
    else made.append(part);
  });
  return made;
};

const row = (...cells) => {
  const made = element("tr");
  made.append(...cells);
  return made;
};

const heading = (tag, scope, text) => {
  const made = element(tag, text);
  made.scope = scope;
  return made;
};

const bars = (card) => {
  const table = element("table", null, "bars");
  table.append(element("caption", `${card.name}, by part`, "unseen"));
  card.parts.forEach((part) => {
    const cell = element("td");
    const track = element("span", null, "track");
    const bar = element("div", null, "bar");
    bar.style.width = `${100 * part.share}%`;
    track.append(bar);
    cell.append(track, element("span", part.before ? `${part.figure}, ${part.before}` : part.figure));
    table.append(row(heading("th", "row", part.name), cell));
  });
  return table;
};

const SVG = "http://www.w3.org/2000/svg";
const drawn = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
};

const line = (card) => {
  const values = card.line.map((point) => point.value);
  const top = Math.max(...values, 1);
  const place = (value, number) =>
    `${(300 * number) / (values.length - 1)} ${60 - (56 * value) / top}`;
  const label = `${card.name} over ${values.length} periods, the axis from zero. ` +
    "The table below the card holds every figure.";
  const picture = drawn("svg", {
    viewBox: "0 0 300 62", preserveAspectRatio: "none", role: "img", "aria-label": label });
  picture.append(
    drawn("path", { d: "M0 60 H300", "stroke-opacity": "0.3" }),
    drawn("path", { d: "M" + values.map(place).join(" L") }),
  );
  const ends = element("div", null, "ends");
  [card.line[0], card.line[card.line.length - 1]].forEach((point) =>
    ends.append(element("span", `${point.period}: ${point.value.toLocaleString("en-GB")}`)));
  return [picture, ends];
};

const past = (card) => {
  const table = element("table");
  table.append(element("caption", "Every figure"));
  const withParts = card.past.some(([, part]) => part);
  card.past.forEach(([period, part, figure]) => {
    const cells = [heading("th", "row", period), element("td", figure)];
    if (withParts) cells.splice(1, 0, element("td", part || "Whole"));
    table.append(row(...cells));
  });
  return table;
};

const more = (card) => {
  const details = element("details");
  const summary = element("summary", "More");
  summary.setAttribute("aria-label", `More about: ${card.name}`);
  details.append(summary, element("p", card.definition, "narrow"));
  details.append(...card.notes.map((note) => element("p", note)));
  if (card.past.length) details.append(past(card));
  return details;
};

const drawCard = (card) => {
  const item = element("li", null, "card");
  item.append(element("h4", card.name));
  const figure = element("p", null, "figure");
  if (card.figure) figure.append(element("b", card.figure), card.unit ? " " : "");
  const told = card.figure ? [card.unit, card.period] : [card.unit || null, card.period];
  figure.append(told.filter((word) => word !== null).join(", "));
  item.append(figure);
  card.lines.forEach((words) => item.append(element("p", words)));
  if (card.parts.length) item.append(bars(card));
  if (card.line.length) item.append(...line(card));
  item.append(element("p", card.definition, "wide"));
  if (card.aside) item.append(element("p", card.aside, "small"));
  if (card.source) item.append(element("p", card.source, "small"));
  item.append(more(card));
  return item;
};

const drawSection = (section) => {
  const made = element("section");
  made.append(element(`h${section.level}`, section.title), element("p", section.about));
  if (section.source) made.append(element("p", `From: ${section.source}.`, "small"));
  if (section.cards.length) {
    const list = element("ul", null, "cards");
    list.setAttribute("role", "list");
    list.append(...section.cards.map(drawCard));
    made.append(list);
  }
  made.append(...section.sections.map(drawSection));
  return made;
};

export default function ({ parentElement, data }) {
  parentElement.querySelector(".frame").replaceChildren(...data.sections.map(drawSection));
}
