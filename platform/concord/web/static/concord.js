// Everything works without this file. It starts GOV.UK's components; the way out is leave.js.
import { initAll } from "govuk-frontend";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
