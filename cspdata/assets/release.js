const sections = [...document.querySelectorAll("[data-area]")];
const chooser = document.querySelector(".chooser");
const select = chooser.querySelector("select");

const show = (moved) => {
  const asked = location.hash.slice(1);
  const shown = sections.find((section) => section.id === asked) || sections[0];
  sections.forEach((section) => { section.hidden = section !== shown; });
  select.value = shown.id;
  if (moved) {
    const heading = shown.querySelector("h2");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView();
  }
};

chooser.hidden = false;
select.addEventListener("change", () => { location.hash = select.value; });
addEventListener("hashchange", () => show(true));
show(false);
