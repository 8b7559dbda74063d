/* <ward-select data-url="…" data-province="name of the province select" data-listed="its value as the server saw it">
   around the select of a ward or district. The address answers ?province=… with [{code, name, lang}, …].
   Without scripts, or when that answer does not come, a button sends the form itself to fill the select. */

customElements.define("ward-select", class extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    this.province = this.select?.form?.elements[this.dataset.province];
    if (!this.province) return;
    this.showButton(false);
    this.province.addEventListener("change", () => this.fill());
    // On a slow network people choose, and browsers restore, before this file has arrived.
    if (this.province.value !== this.dataset.listed) this.fill();
  }

  async fill() {
    const province = this.province.value;
    if (!province) return this.list([]);
    const address = new URL(this.dataset.url, location.href);
    address.searchParams.set("province", province);
    this.select.disabled = true;
    try {
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const wards = await answer.json();
      if (province === this.province.value) this.list(wards);
    } catch {
      if (province !== this.province.value) return;
      this.select.disabled = false;
      this.showButton(true);
    }
  }

  list(wards) {
    const blank = [...this.select.options].find((option) => !option.value);
    const options = wards.map(({ code, name, lang }) => Object.assign(new Option(name, code), { lang }));
    this.select.replaceChildren(...(blank ? [blank] : []), ...options);
    this.select.value = blank ? "" : this.select.value;
    this.select.disabled = false;
    this.showButton(false);
  }

  showButton(isShown) {
    for (const button of this.querySelectorAll("[data-without-script]")) button.hidden = !isShown;
  }
});
