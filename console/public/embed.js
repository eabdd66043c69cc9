// A form of Caseward in a page of one's own:
//
//   <script src="https://help.university.example/embed.js" defer></script>
//   <caseward-form type="hazard-report">…a plain form to /forms/hazard-report…</caseward-form>
//
// The form is the one that the server shows at /forms/{type}, in a shadow root, so that neither
// page changes how the other looks. What stands in the element is shown until the form is there,
// and stays where it cannot be had: a plain form raises the case without JavaScript, too.

(() => {
  const home = new URL(document.currentScript?.src ?? location.href).origin;

  // The style of the form's page, apart from the page: a policy of the page around may forbid styles
  // in elements also where they are only parsed. What it says of a whole page is of one element here.
  const inPage = /<style>([\s\S]*?)<\/style>/;
  // Light and dark are those of the page around: on one that knows no dark a dark form is a hole.
  const asElement =
    ':host { display: block; color-scheme: inherit; max-width: 42rem; border-radius: .35rem } main { padding: 1rem }';
  const sheetOf = (text) => {
    const css = inPage.exec(text)?.[1] ?? '';
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${css.replaceAll(/^(?::root|body) \{/gm, ':host {')} ${asElement}`);
    return sheet;
  };

  class CasewardForm extends HTMLElement {
    #root = this.attachShadow({ mode: 'open' });

    connectedCallback() {
      if (this.#root.childElementCount > 0) return;
      this.#root.append(document.createElement('slot'));
      this.#root.addEventListener('submit', (event) => this.#submit(event));
      this.#root.addEventListener('click', (event) => this.#follow(event));
      this.#load();
    }

    get #server() {
      return this.getAttribute('server') || home;
    }

    get #address() {
      return new URL(`/forms/${encodeURIComponent(this.getAttribute('type') ?? '')}`, this.#server);
    }

    async #load() {
      const page = await this.#ask(this.#address, {}).catch(() => undefined);
      if (page?.isTaken) this.#show(page);
    }

    async #ask(address, request) {
      const language = this.closest('[lang]')?.lang || navigator.language;
      const headers = { accept: 'text/html', 'accept-language': language };
      const answer = await fetch(address, { ...request, headers, credentials: 'omit' });
      const text = await answer.text();
      const page = new DOMParser().parseFromString(text.replace(inPage, ''), 'text/html');
      return { isTaken: answer.ok, page, sheet: sheetOf(text) };
    }

    #show({ page, sheet }) {
      const { documentElement } = page;
      const main = page.querySelector('main');
      if (!main) return false;
      main.lang = documentElement.lang;
      main.dir = documentElement.dir;
      this.#root.adoptedStyleSheets = [sheet];
      for (const form of main.querySelectorAll('form')) form.dataset.server = this.#server;
      this.#root.replaceChildren(document.adoptNode(main));
      this.#help();
      return true;
    }

    /** The script of the form is loaded once, and is told of each form that is shown. */
    #help() {
      const { href } = new URL('/form.js', this.#server);
      if (!document.querySelector(`script[src="${href}"]`))
        document.head.append(Object.assign(document.createElement('script'), { src: href }));
      this.dispatchEvent(new CustomEvent('caseward-shown', { bubbles: true, composed: true }));
    }

    /** Where its reader goes on: to what is wrong, else to what became of it. */
    #goOn() {
      const place = this.#root.querySelector('[role=alert], h1');
      place?.setAttribute('tabindex', '-1');
      place?.focus();
    }

    async #submit(event) {
      const form = event.target;
      // What is sent from the plain form passes by here, too.
      if (form.getRootNode() !== this.#root) return;
      event.preventDefault();
      const button = form.querySelector('button:not([type=button])');
      if (button?.disabled) return;
      if (button) button.disabled = true;
      const sent = new FormData(form);
      const body = form.enctype === 'multipart/form-data' ? sent : new URLSearchParams(sent);
      try {
        const answer = await this.#ask(this.#address, { method: 'POST', body });
        if (!this.#show(answer)) throw new Error('no page');
        this.#goOn();
        if (answer.isTaken) this.dispatchEvent(new CustomEvent('caseward-sent', { bubbles: true, composed: true }));
      } catch {
        // The server cannot be had by a script: the browser sends the form itself.
        form.action = this.#address.href;
        form.submit();
      }
    }

    /** A shadow root has no addresses of its own: what leads to a part of it is followed here. */
    #follow(event) {
      const link = event.target.closest?.('a');
      const href = link?.getAttribute('href') ?? '';
      if (href.startsWith('#')) {
        event.preventDefault();
        this.#root.getElementById(href.slice(1))?.focus();
      } else if (href.startsWith('/forms/')) {
        event.preventDefault();
        this.#load().then(() => this.#goOn());
      }
    }
  }

  if (!customElements.get('caseward-form')) customElements.define('caseward-form', CasewardForm);
})();
