import type { Alert, AlertAnswer } from '#shared/casework/alerts/alert.ts';

/** An alert as the API answers it. */
export const answerAlert = ({ statusBefore: _kept, dueSoon: _moment, ...alert }: Alert): AlertAnswer => alert;
