import { Circle, Diamond, type LucideIcon, Octagon, Square, Star, Triangle } from 'lucide-react';
import styles from '#console/records/records.module.css';
import { statusTones } from '#console/records/status-tones.ts';
import { Badge } from '#console/ui/plain.tsx';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

const shapes: Readonly<Record<string, LucideIcon>> = {
  octagon: Octagon,
  triangle: Triangle,
  diamond: Diamond,
  circle: Circle,
  square: Square,
  star: Star,
};

interface PriorityProps {
  priority: string;
  configured: { name: string; icon?: string | undefined; colour?: string | undefined } | undefined;
}

export const Priority = ({ priority, configured }: PriorityProps) => {
  const Shape = shapes[configured?.icon ?? ''] ?? Circle;
  return (
    <span className={styles.priority}>
      <Shape aria-hidden fill={configured?.colour ?? 'none'} />
      {configured?.name ?? priority}
    </span>
  );
};

interface StatusProps {
  status: CaseAnswer['status'];
  type: { statuses: readonly { key: string; name: string }[] } | undefined;
}

export const Status = ({ status: { key, category }, type }: StatusProps) => (
  <Badge tone={statusTones[category]}>{type?.statuses.find((status) => status.key === key)?.name ?? key}</Badge>
);
