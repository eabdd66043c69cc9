/** `source` of everything that Caseward puts on the bus; what others put there has any other. */
export const eventSource = 'caseward';

/**
 * The detail-type by which a scanner that is not GuardDuty says what it found in a file; its
 * source is its own.
 */
export const scanResult = 'File Scan Result';
