/* <draft-keeper> around a form: leaving the page with something typed and not sent asks once. */

customElements.define("draft-keeper", class extends HTMLElement {
  connectedCallback() {
    let isUnsaved = Boolean(this.querySelector("[aria-invalid=true]"));
    this.addEventListener("input", () => { isUnsaved = true; });
    this.addEventListener("change", () => { isUnsaved = true; });
    this.addEventListener("submit", () => { isUnsaved = false; });
    addEventListener("beforeunload", (event) => { if (isUnsaved) event.preventDefault(); });
  }
});
