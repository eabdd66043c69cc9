/** A colour of the page, such as `--ink`, as it is now: light or dark, as a canvas takes it. */
export const pageColour = (token: string): string => {
  const probe = document.createElement('span');
  probe.style.color = `var(${token})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};
