import { Circle, Diamond, type LucideIcon, Octagon, Square, Star, Triangle } from 'lucide-react';
import { useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import styles from '#console/records/records.module.css';
import { statusTones } from '#console/records/status-tones.ts';
import { Badge, type Tone } from '#console/ui/surface.tsx';
import type { AlertStatus } from '#shared/casework/alerts/status.ts';
import type { StatusCategory } from '#shared/casework/cases/status.schema.ts';

const shapes: Readonly<Record<string, LucideIcon>> = {
  octagon: Octagon,
  triangle: Triangle,
  diamond: Diamond,
  circle: Circle,
  square: Square,
  star: Star,
};

/** A priority by its configured name, with its shape in its colour. */
export const PriorityBadge = ({ priority }: { priority: string }) => {
  const configured = useConfigured('priorities').get(priority);
  const Shape = shapes[configured?.icon ?? ''] ?? Circle;
  return (
    <span className={styles.priority}>
      <Shape aria-hidden style={{ fill: configured?.colour ?? 'none' }} />
      {configured?.name ?? priority}
    </span>
  );
};

/** The status of a case, by the name that its type has for it. */
export const StatusBadge = ({ type, status }: { type: string; status: { key: string; category: StatusCategory } }) => {
  const statuses = useConfigured('case-types').get(type)?.statuses;
  return (
    <Badge tone={statusTones[status.category]}>
      {statuses?.find(({ key }) => key === status.key)?.name ?? status.key}
    </Badge>
  );
};

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
