import type { Tone } from '#console/ui/plain.tsx';
import type { StatusCategory } from '#shared/casework/cases/status.schema.ts';

/** How a status looks, to staff and requesters alike. */
export const statusTones: Readonly<Record<StatusCategory, Tone>> = {
  'to-do': 'info',
  'in-progress': 'brand',
  resolved: 'good',
  cancelled: 'plain',
};
