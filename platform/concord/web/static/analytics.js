// Starts the program for counting visitors that the service turned on. It stands on a page only after the visitor said
// yes, and never on a form. Where people came from, and what stands behind a "?", stays here.
{
  const { provider, account, script } = document.currentScript.dataset;
  const here = location.origin + location.pathname;
  const halfAYear = 182 * 24 * 60 * 60;

  const start = {
    google_analytics() {
      window.dataLayer = [];
      window.gtag = function gtag() { window.dataLayer.push(arguments); };
      window.gtag("js", new Date());
      window.gtag("config", account, {
        page_location: here, page_referrer: "", cookie_domain: "none", cookie_expires: halfAYear,
        allow_google_signals: false, allow_ad_personalization_signals: false,
      });
    },
    matomo() {
      const [host, site] = account.split("/");
      window._paq = [
        ["setTrackerUrl", `https://${host}/matomo.php`], ["setSiteId", site], ["setCustomUrl", here],
        ["setReferrerUrl", ""], ["setVisitorCookieTimeout", halfAYear], ["trackPageView"],
      ];
    },
    plausible(loader) {
      loader.dataset.domain = account;
      window.plausible = function plausible() { (window.plausible.q = window.plausible.q || []).push(arguments); };
      window.plausible("pageview", { u: here });
    },
  };

  const loader = document.createElement("script");
  loader.src = script;
  loader.async = true;
  start[provider](loader);
  document.head.append(loader);
}
