export default function ({ parentElement, data }) {
  const status = parentElement.querySelector("p");
  if (status.textContent !== data.words) status.textContent = data.words;
}
