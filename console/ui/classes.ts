/** Joins the class names that there are. */
export const classes = (...names: (string | undefined | false | null)[]): string => names.filter(Boolean).join(' ');
