import type { MyCaseRecord } from '#console/portal/my-case.ts';
import { Badge, type Tone } from '#console/ui/surface.tsx';

const tones: Record<MyCaseRecord['status']['category'], Tone> = {
  'to-do': 'info',
  'in-progress': 'brand',
  resolved: 'good',
  cancelled: 'plain',
};

export const StatusOfMine = ({ record }: { record: MyCaseRecord }) => (
  <Badge tone={tones[record.status.category]}>{record.statusName ?? record.status.key}</Badge>
);
