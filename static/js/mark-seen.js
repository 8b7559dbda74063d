/* <mark-seen> around the form that says "I have read this": says it by itself once the page is looked at. */

customElements.define("mark-seen", class extends HTMLElement {
  connectedCallback() {
    const tell = () => {
      if (document.visibilityState !== "visible") return;
      document.removeEventListener("visibilitychange", tell);
      this.tell(this.querySelector("form"));
    };
    document.addEventListener("visibilitychange", tell);
    tell();
  }

  async tell(form) {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") this.remove();
  }
});
