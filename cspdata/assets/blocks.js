// The styles come once for all parts of all answers.
const style = new CSSStyleSheet();
style.replaceSync(await (await fetch(new URL("./blocks.css", import.meta.url))).text());

const SHOWN_MS = 2500;
const DRAWER = '[data-testid="stSidebar"]', DRAWER_COVERS_PX = 768;

const ours = (anchor) => /^(\.\/|\?)/.test(anchor.getAttribute("href"));

// As Back and Forward do, so that a link is one entry of the history; a trigger would make two.
const follow = (anchor) => {
  // Of a link in a drawing `href` is no text.
  const to = new URL(anchor.getAttribute("href"), document.baseURI);
  const moved = to.pathname !== location.pathname;
  history.pushState(null, "", to);
  dispatchEvent(new PopStateEvent("popstate"));
  if (moved) document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
  if (anchor.closest(DRAWER) && innerWidth <= DRAWER_COVERS_PX)
    document.querySelector(`${DRAWER} [data-testid="stSidebarCollapseButton"] button`)?.click();
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

// What fits needs no stop to scroll it and no name beside that of its table. Sizes are told after
// the page is laid out; to ask for one sooner lays it out once more for each part of an answer.
const sized = new ResizeObserver((entries) => {
  const fits = entries
    .map(({ target }) => target)
    .filter((frame) => frame.clientWidth && frame.scrollWidth <= frame.clientWidth);
  for (const frame of fits)
    for (const name of ["tabindex", "role", "aria-label"]) frame.removeAttribute(name);
});

// The link or button that had the focus, where what is shown now has one of the same words.
const refocus = (root, words) =>
  [...root.querySelectorAll("a, button")]
    .find((each) => each.textContent === words)
    ?.focus({ preventScroll: true });

const print = (root, html) => {
  const focused = root.getRootNode().activeElement;
  const words = root.contains(focused) && focused.textContent;
  root.querySelectorAll(".frame").forEach((frame) => sized.unobserve(frame));
  root.innerHTML = html;
  root.printed = html;
  root.querySelectorAll(".frame").forEach((frame) => sized.observe(frame));
  if (words) refocus(root, words);
};

export default function ({ parentElement, data }) {
  const root = parentElement.querySelector(".blocks");
  const status = parentElement.querySelector("[role=status]");
  if (parentElement instanceof ShadowRoot) parentElement.adoptedStyleSheets = [style];
  if (root.printed !== data.html) {
    const changed = root.printed !== undefined;
    print(root, data.html);
    const title = root.querySelector("h1");
    if (changed && title && status) status.textContent = title.textContent;
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
