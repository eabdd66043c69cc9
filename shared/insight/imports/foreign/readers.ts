import { type Fault, invalid } from '#shared/core/errors.ts';
import type { ForeignReader } from '#shared/insight/imports/foreign/foreign-case.ts';
import type { ForeignFormat } from '#shared/insight/imports/import.schema.ts';
import { isSameName } from '#shared/insight/imports/same-name.ts';

/** How what each of them exports is read; loaded when there is a file of it. */
const readers: Readonly<Record<ForeignFormat, () => Promise<ForeignReader>>> = {
  civicrm: async () => (await import('#shared/insight/imports/foreign/civicrm.ts')).civicrm,
  thehive: async () => (await import('#shared/insight/imports/foreign/thehive.ts')).thehive,
  zendesk: async () => (await import('#shared/insight/imports/foreign/zendesk.ts')).zendesk,
  rt: async () => (await import('#shared/insight/imports/foreign/rt.ts')).rt,
  zammad: async () => (await import('#shared/insight/imports/foreign/zammad.ts')).zammad,
};
export const foreignReader = (format: ForeignFormat): Promise<ForeignReader> => readers[format]();

/** Whether a system writes what is in a cell as it is, quotes like any letter. */
export const writesUnquoted = (format: ForeignFormat | undefined): boolean => format === 'rt';

/**
 * Refuses the header of a table that the system does not export.
 * @throws `invalid-request` with each column that is missing
 */
export const refuseForeignColumns = async (format: ForeignFormat, columns: readonly string[]): Promise<void> => {
  const { columns: needed = [] } = await foreignReader(format);
  const hasOne = (names: readonly string[]) =>
    names.some((name) => columns.some((column) => column === name || isSameName(column, name)));
  const faults = needed
    .filter((names) => !hasOne(names))
    .map(
      ([name = '']): Fault => ({
        pointer: `/${name}`,
        code: 'missing-column',
        detail: `what ${format} exports has a column "${name}"`,
      }),
    );
  if (faults.length > 0) throw invalid(faults);
};
