// Closing a case may settle its alerts, in the one transaction that closes it: three writes an alert with its place in the reviewer's work, of
// the hundred that a transaction takes.
export const mostAlerts = 30;
