const element = (tag, text, name) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  return made;
};

const link = (one, go) => {
  const anchor = element("a", one.words);
  anchor.href = one.href;
  anchor.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(one.href);
  };
  return anchor;
};

const fold = (words) => {
  const root = document.documentElement;
  const button = element("button", null, "fold");
  const drawn = () => {
    const open = root.dataset.bar === "open";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = `${words} ${open ? "▴" : "▾"}`;
  };
  button.onclick = () => {
    root.dataset.bar = root.dataset.bar === "open" ? "" : "open";
    drawn();
  };
  drawn();
  return button;
};

export default function ({ parentElement, data, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const parts = data.folded ? [fold(data.folded)] : [];
  const said = element("p");
  said.setAttribute("role", "status");
  said.append(element("span", data.words));
  data.links.forEach((one) => said.append(" ", link(one, (href) => setTriggerValue("go", href))));
  frame.replaceChildren(...parts, said);
}
