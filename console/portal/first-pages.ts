// What the page of a case asks for. The first view asks the same, so its answers are handed on.

/** The newest of what may go on for years. */
export const newestOfMine = { sort: '-createdAt', limit: '50' } as const;
/** A page of what is read whole. */
export const wholeOfMine = { limit: '200' } as const;
