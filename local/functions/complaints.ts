// A function tells its queue which messages failed, and its log why. The log is read along, so that
// a retry can be shown with its reason.

import * as z from 'zod';

export interface Complaints {
  /** Reads what a function wrote. */
  read(text: string): void;
  /** Why a message could not be handled, when it was tried last. */
  about(messageId: string): string | undefined;
}

const complaint = z.object({ messageId: z.string(), error: z.object({ name: z.string(), message: z.string() }) });

// More messages than that fail only where everything does.
const kept = 1000;

export function createComplaints(): Complaints {
  const known = new Map<string, string>();
  const parsed = (line: string): unknown => {
    try {
      return JSON.parse(line);
    } catch {
      return undefined;
    }
  };
  return {
    read(text) {
      for (const line of text.split('\n')) {
        const { success, data } = complaint.safeParse(line.includes('"messageId"') ? parsed(line) : undefined);
        if (!success) continue;
        known.delete(data.messageId);
        known.set(data.messageId, `${data.error.name}: ${data.error.message}`);
        const [oldest] = known.keys();
        if (known.size > kept && oldest !== undefined) known.delete(oldest);
      }
    },
    about: (messageId) => known.get(messageId),
  };
}
