import { type Fault, invalid } from '#shared/core/errors.ts';

// OneRoster in bulk (1.1 and 1.2, CSV binding): a zip with a table for each kind of thing, and
// manifest.csv, which says of each whether it is there.

/** Tables that are kept, in the order in which each finds what it refers to. */
const kept = ['users', 'courses', 'classes', 'enrollments'] as const;
export const mostTables = kept.length;

/** Some hundred thousand students with their classes; what is larger comes file by file. */
const mostInflated = 256 * 1024 * 1024;

interface FileInZip {
  name: string;
  size: number;
}

/** Its name without the folder that some systems put all into. */
const tableOf = ({ name }: FileInZip): string | undefined => /(?:^|\/)([^/.]+)\.csv$/i.exec(name)?.[1]?.toLowerCase();

/** The table of a zip that says what is in it. */
export const manifestIn = <F extends FileInZip>(files: readonly F[]): F | undefined =>
  files.find((file) => tableOf(file) === 'manifest');

/** Whether a manifest says that there is a table: `absent` is not, what it does not name may be. */
const saysOf = (manifest: ReadonlyMap<string, string>, table: string): 'there' | 'absent' | undefined => {
  const said = manifest.get(`file.${table}`)?.toLowerCase();
  if (said === undefined) return undefined;
  return said === 'absent' ? 'absent' : 'there';
};

/**
 * The tables of a zip that are taken, in their order, by what `manifest.csv` says of them.
 * @throws `invalid-request` where one is missing or there twice, or where there is too much
 */
export const rosterFilesIn = <F extends FileInZip>(
  files: readonly F[],
  manifest: ReadonlyMap<string, string> = new Map(),
): F[] => {
  const found = kept.map((table) => ({ table, there: files.filter((file) => tableOf(file) === table) }));
  const wanted = found.filter(({ table }) => saysOf(manifest, table) !== 'absent');
  const faults = wanted.flatMap(({ table, there }): Fault[] => {
    const fault = (code: string, detail: string) => [{ pointer: `/${table}.csv`, code, detail }];
    if (there.length > 1) return fault('duplicate-file', `the zip has ${table}.csv twice`);
    if (there.length === 0 && saysOf(manifest, table) === 'there')
      return fault('missing-file', `manifest.csv names ${table}.csv, and the zip has none`);
    return [];
  });
  if (faults.length > 0) throw invalid(faults);
  const taken = wanted.flatMap(({ there }) => there);
  const size = taken.reduce((sum, one) => sum + one.size, 0);
  const refuse = (code: string, detail: string) => invalid([{ pointer: '', code, detail }]);
  if (taken.length === 0)
    throw refuse('no-roster', `a zip of a roster has ${kept.map((one) => `${one}.csv`).join(', ')}`);
  if (size > mostInflated)
    throw refuse(
      'too-large',
      `the tables of the zip have more than ${mostInflated / 1024 / 1024} MB; send each by itself`,
    );
  return taken;
};
