/**
 * Events that stay of what is gone for good, and say nothing of it but that. They are for
 * administrators: copies of everything forget it then, too.
 */
export const goneForGood: ReadonlySet<string> = new Set(['Case Deleted', 'Alert Deleted', 'Contact Erased']);
