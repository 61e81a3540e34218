const element = (tag, role, text) => {
  const made = document.createElement(tag);
  if (role) made.setAttribute("role", role);
  if (text !== undefined) made.textContent = text;
  return made;
};

const rowHeader = (text, area, link, pick) => {
  const head = element("th", "rowheader", area ? undefined : text);
  head.scope = "row";
  if (!area) return head;
  const anchor = element("a", null, text.trim());
  anchor.href = "?" + new URLSearchParams(link || {});
  anchor.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    pick(area);
  };
  head.append(anchor);
  return head;
};

const headerRow = (data) => {
  const row = element("tr", "row");
  data.columns.forEach((column, place) => {
    const head = element("th", "columnheader", column);
    head.scope = "col";
    if (data.figures[place]) head.className = "figure";
    row.append(head);
  });
  return row;
};

const cell = (text, place, data) => {
  const made = element("td", "cell", text);
  made.dataset.column = data.columns[place];
  if (data.figures[place]) made.className = "figure";
  if (!text) made.classList.add("empty");
  return made;
};

export default function ({ parentElement, data, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const pick = (area) => setTriggerValue("picked", area);
  const table = element("table", "table");
  if (data.columns.length > 4) table.className = "wide";
  table.append(element("caption", null, data.caption));
  const head = element("thead", "rowgroup");
  head.append(headerRow(data));
  const body = element("tbody", "rowgroup");
  data.rows.forEach((texts, number) => {
    const row = element("tr", "row");
    row.append(rowHeader(texts[0], data.areas[number], data.links[number], pick));
    texts.slice(1).forEach((text, place) => row.append(cell(text, place + 1, data)));
    body.append(row);
  });
  table.append(head, body);
  frame.replaceChildren(table);
  if (data.marks) frame.append(element("p", null, data.marks));
}
