// Where things lie in the bucket of files.

/** Mails as they came in; they go after a month. */
export const inboundPrefix = 'inbound/';

/** Uploads, by holders of a signed URL. Nothing here was scanned yet; it is deleted after a day. */
export const pendingPrefix = 'pending/';

/**
 * Files of cases. Nobody is ever given a URL that writes here, so what was looked at once stays
 * what it was.
 */
export const filesPrefix = 'files/';

/** What jobs write: reports, exports, and the parts of both. The stage says when it goes. */
export const jobsPrefix = 'jobs/';
/** Files that are to be imported, by holders of a signed URL, each under the id of its job. */
export const importsPrefix = 'imports/';
export const importObject = (jobId: string): string => `${importsPrefix}${jobId}`;
/** The job whose file this is; undefined for any other object. */
export const jobOfImport = (objectKey: string): string | undefined =>
  new RegExp(`^${importsPrefix}([0-9A-Z]{26})$`).exec(objectKey)?.[1];

const below = (prefix: string, { caseId, fileId }: FilePlace): string => `${prefix}${caseId}/${fileId}`;

/**
 * A file by the case it was announced for; where that is merged into another one, the object stays
 * where it is.
 */
export interface FilePlace {
  caseId: string;
  fileId: string;
}

export const pendingObject = (place: FilePlace): string => below(pendingPrefix, place);
export const storedObject = (place: FilePlace): string => below(filesPrefix, place);

const form = new RegExp(`^(?:${pendingPrefix}|${filesPrefix})([0-9A-Z]{26})/([0-9A-Z]{26})$`);

/** The file whose object this is, uploaded or kept; undefined for any other object. */
export const placeOfObject = (objectKey: string): FilePlace | undefined => {
  const [, caseId, fileId] = form.exec(objectKey) ?? [];
  return caseId && fileId ? { caseId, fileId } : undefined;
};
