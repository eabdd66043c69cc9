// Closing a case may settle its alerts, in the one transaction that closes it: three writes an
// alert with its place in the reviewer's work, of the hundred that a transaction takes.
export const mostAlerts = 30;

/**
 * How many people of each sort a case can have: what somebody still takes in, and a record of it
 * far below 300 KB.
 */
export const mostPeople = { clients: 100, subscriptions: 500, locks: 100, roles: 200 } as const;

export const mostLinks = 200;

// Raising and closing a case change its alerts and tasks in one transaction of a hundred writes.
// Ten are for the case, participants and markers; an alert takes three, a task two.
export const writesForMore = 90;
export const participantsAmongTheTen = 4;
export const writesAnAlert = 3;
export const writesATask = 2;
/**
 * The farthest that cases near a place are looked for, in metres: what nine squares surely cover at
 * the latitudes that people live at (a square narrows towards the poles).
 */
export const farthest = 2000;
