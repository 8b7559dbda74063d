/* <copy-button data-text data-done> around a button: puts the text on the clipboard and says so. */

customElements.define("copy-button", class extends HTMLElement {
  connectedCallback() {
    const words = this.querySelector("span");
    const before = words.textContent;
    this.querySelector("button").addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text);
      words.textContent = this.dataset.done;
      setTimeout(() => { words.textContent = before; }, 2500);
    });
  }
});
