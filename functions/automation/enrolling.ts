import type { Services } from '#functions/services.ts';
import type { Enrolling } from '#shared/automation/workflows/enrol.ts';

/** Reads what enrolling a contact in workflows has to do with: by key, those there are. */
export const enrollingFor = async (
  _services: Services,
  _contactId: string,
  _workflows: readonly string[],
): Promise<ReadonlyMap<string, Enrolling>> => new Map();
