/* <confirm-form> around a form with a <dialog> in it: the first press asks, the answer in the dialog sends. */

customElements.define("confirm-form", class extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const dialog = this.querySelector("dialog");
    form.addEventListener("submit", (event) => {
      if (dialog.contains(event.submitter)) return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  }
});
