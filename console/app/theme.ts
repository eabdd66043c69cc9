export const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const themeKey = 'caseward.theme';
export const chosenTheme = (): Theme => themes.find((theme) => theme === localStorage.getItem(themeKey)) ?? 'system';

export const applyTheme = (): void => {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

export const chooseTheme = (theme: Theme): void => {
  localStorage.setItem(themeKey, theme);
  applyTheme();
};
