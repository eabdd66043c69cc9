import type { MyCaseRecord } from '#console/portal/my-case.ts';
import { statusTones } from '#console/records/status-tones.ts';
import { Badge } from '#console/ui/plain.tsx';

export const StatusOfMine = ({ record }: { record: MyCaseRecord }) => (
  <Badge tone={statusTones[record.status.category]}>{record.statusName ?? record.status.key}</Badge>
);
