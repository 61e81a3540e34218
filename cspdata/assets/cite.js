export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  const said = parentElement.querySelector("[role=status]");
  const text = parentElement.querySelector("textarea");
  text.value = data.sentence;
  button.onclick = async () => {
    text.hidden = false;
    try {
      await navigator.clipboard.writeText(data.sentence);
      said.textContent = "Copied";
    } catch {
      text.select();
      said.textContent = "Selected: copy it with Ctrl+C";
    }
  };
}
