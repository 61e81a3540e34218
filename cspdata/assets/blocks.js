const SHOWN_MS = 2500;

const ours = (anchor) => /^(\.\/|\?)/.test(anchor.getAttribute("href"));

// As Back and Forward do, so that a link is one entry of the history; a trigger would make two.
const follow = (anchor) => {
  const moved = new URL(anchor.href).pathname !== location.pathname;
  history.pushState(null, "", anchor.href);
  dispatchEvent(new PopStateEvent("popstate"));
  if (moved) document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
};

// An address without a host, where no CSP_ADDRESS is set, gets that of the page.
const whole = (text) =>
  location.protocol.startsWith("http")
    ? text.replace(/(\s)(\/\w+(?:\?\S*)?)$/, (_, gap, path) => gap + new URL(`.${path}`, document.baseURI).href)
    : text;

const copied = async (button, status) => {
  const text = whole(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = `Copied: ${text}`;
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), SHOWN_MS);
  } catch {
    const box = document.createElement("textarea");
    box.readOnly = true;
    box.value = text;
    box.setAttribute("aria-label", "The words to copy");
    button.replaceWith(box);
    box.select();
    status.textContent = "Selected: copy it with Ctrl+C";
  }
};

const showAll = (button) => {
  const frame = button.closest(".frame");
  frame.classList.add("whole");
  const first = frame.querySelector(".rest > th");
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
  button.remove();
};

const fold = (button) => {
  const root = document.documentElement;
  root.dataset.bar = root.dataset.bar === "open" ? "" : "open";
  button.setAttribute("aria-expanded", String(root.dataset.bar === "open"));
};

const open = (button) => {
  const opened = button.closest(".tile").classList.toggle("opened");
  button.setAttribute("aria-expanded", String(opened));
};

// What fits needs no stop to scroll it and no name beside that of its table.
const scrollable = (root) =>
  root.querySelectorAll(".frame").forEach((frame) => {
    if (!frame.clientWidth || frame.scrollWidth > frame.clientWidth) return;
    for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
  });

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".blocks");
  const status = parentElement.querySelector("[role=status]");
  if (root.printed !== data.html) {
    const changed = root.printed !== undefined;
    if (!changed) root.addEventListener("toggle", () => scrollable(root), true);
    root.innerHTML = data.html;
    root.printed = data.html;
    const title = root.querySelector("h1");
    if (changed && title) status.textContent = title.textContent;
    scrollable(root);
  }
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.copy) copied(button, status);
    else if (button?.classList.contains("all")) showAll(button);
    else if (button?.classList.contains("open")) open(button);
    else if (button?.classList.contains("fold")) fold(button);
    const anchor = event.target.closest("a[href]");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!anchor || elsewhere || !ours(anchor)) return;
    event.preventDefault();
    follow(anchor);
  };
}
