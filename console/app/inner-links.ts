// Links within the console lead on without loading it anew: one listener for all of them, whether
// React has drawn them or the first view.

type Follow = (href: string) => void;

let follow: Follow = (href) => location.assign(href);

/** From now on inner links are followed so. */
export const followInnerLinks = (how: Follow): void => {
  follow = how;
};

const isPlain = ({ button, altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;

/** Listens from the first script on. */
export const listenToInnerLinks = (): void =>
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || !isPlain(event) || !(event.target instanceof Element)) return;
    const href = event.target.closest('a[data-inner]')?.getAttribute('href');
    if (!href) return;
    event.preventDefault();
    follow(href);
  });
