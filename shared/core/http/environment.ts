import * as z from 'zod';

/** What CloudFront adds to a request: what proves that it does, and who called it. */
export const edgeHeaders = { key: 'x-caseward-edge', viewer: 'x-caseward-viewer' } as const;

/** What CloudFront says to the API, by which what it says of a caller can be told from a claim. */
export const edgeEnvironment = z.object({ EDGE_KEY: z.string().min(1).optional() });
