// Where things lie in the bucket of files.

/** Mails as they came in; they go after a month. */
export const inboundPrefix = 'inbound/';
export const filesPrefix = 'files/';

/** A file of a case: below the case's id, so that it can go with it. */
export const fileKey = (caseId: string, fileId: string): string => `${filesPrefix}${caseId}/${fileId}`;
