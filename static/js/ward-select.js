/* <ward-select data-url="…" data-province="name of the province select"> around the select of a ward or district.
   The address answers ?province=… with [{code, name}, …]. Without scripts the form itself is sent to fill the select. */

customElements.define("ward-select", class extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.province = this.select?.form?.elements[this.dataset.province];
    this.province?.addEventListener("change", () => this.fill());
    for (const button of this.querySelectorAll("[data-without-script]")) button.hidden = true;
  }

  async fill() {
    const address = new URL(this.dataset.url, location.href);
    address.searchParams.set("province", this.province.value);
    this.select.disabled = true;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const blank = [...this.select.options].find((option) => !option.value);
      const options = (await answer.json()).map(({ code, name }) => new Option(name, code));
      this.select.replaceChildren(...(blank ? [blank] : []), ...options);
      this.select.value = blank ? "" : this.select.value;
    } finally {
      this.select.disabled = false;
    }
  }
});
