/** How many tags a record can have. */
export const mostTags = 50;
