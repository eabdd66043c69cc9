// How wide the screen is, where that decides what is drawn rather than how.

/** The page is as narrow as a telephone. */
export const narrow = matchMedia('(max-width: 720px)');

/** A table has room for all of its columns. */
export const wide = matchMedia('(min-width: 1401px)');

/** There is no room for anything beside the parts of a record. */
export const stacked = matchMedia('(max-width: 1000px)');
