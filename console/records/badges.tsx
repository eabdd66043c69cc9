import { useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Priority, Status } from '#console/records/plain-badges.tsx';
import { Badge, type Tone } from '#console/ui/surface.tsx';
import type { AlertStatus } from '#shared/casework/alerts/status.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

/** A priority by its configured name, with its shape in its colour. */
export const PriorityBadge = ({ priority }: { priority: string }) => (
  <Priority priority={priority} configured={useConfigured('priorities').get(priority)} />
);

/** The status of a case, by the name that its type has for it. */
export const StatusBadge = ({ type, status }: { type: string; status: CaseAnswer['status'] }) => (
  <Status status={status} type={useConfigured('case-types').get(type)} />
);

const alertTones: Readonly<Record<AlertStatus, Tone>> = {
  triage: 'info',
  'in-progress': 'brand',
  escalated: 'warn',
  resolved: 'good',
  dismissed: 'plain',
  cancelled: 'plain',
};

export const AlertStatusBadge = ({ status }: { status: AlertStatus }) => (
  <Badge tone={alertTones[status]}>{useWord()('records.alert', status)}</Badge>
);
