// Tells the server the browser's time zone, so that an anonymous visitor reads times in it
// and the sign-up form can offer it: any <select data-zone> or <input data-zone> that is still empty or UTC takes it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) {
  const year = 60 * 60 * 24 * 365;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `tz=${zone}; path=/; max-age=${year}; samesite=lax${secure}`;
  for (const control of document.querySelectorAll("[data-zone]")) {
    if (!control.value || control.value === "UTC") {
      const before = control.value;
      control.value = zone;
      if (!control.value) control.value = before;
    }
  }
}
