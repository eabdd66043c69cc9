import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { listQuery } from '#shared/core/records/listing.schema.ts';
import { groupKey, key, name, recordBase } from '#shared/core/records/primitives.ts';

export const viewSubjects = ['cases', 'alerts'] as const;
export type ViewSubject = (typeof viewSubjects)[number];

/** `GET /v1/views/counts` is the counts of all. */
export const savedViewKey = key.refine((given) => given !== 'counts', {
  message: 'is the address of the counts',
  params: { code: 'reserved' },
});

const details = {
  name,
  for: z.enum(viewSubjects),
  /** What its rows meet: the one that a search takes. */
  condition: conditionSchema,
  sort: listQuery.sort,
  /** What a page shows of a row, by the names of fields. */
  columns: z.array(z.string().min(1).max(128)).max(50).optional(),
  /** Teams that have it beside its owner. */
  shared: z.array(groupKey).max(20).default([]),
  /** Its rows are counted exactly, whatever there is. */
  pinned: z.boolean().default(false),
};

/** A view that somebody saves; under a key of its own where none is given. */
export const newViewSchema = z.strictObject({ key: savedViewKey.optional(), ...details }).meta({ id: 'NewView' });
export type NewView = z.infer<typeof newViewSchema>;

/** A view as it is kept. Who made it owns it. */
const viewSchema = recordBase.extend({ key, ...details });
type View = z.infer<typeof viewSchema>;
/** A view, and by which question it is counted where it is pinned. */
export type KeptView = View & { question?: string | undefined };

/** A view as it is shown: one that somebody saved, or one that everybody has. */
export const viewAnswerSchema = z
  .strictObject({
    key,
    name,
    for: z.enum(viewSubjects),
    condition: conditionSchema,
    sort: viewSchema.shape.sort,
    columns: viewSchema.shape.columns,
    shared: z.array(groupKey),
    pinned: z.boolean(),
    builtIn: z.boolean(),
    ...viewSchema.pick({ id: true, version: true, createdAt: true, createdBy: true, updatedAt: true }).partial().shape,
  })
  .meta({ id: 'View' });
export type ViewAnswer = z.infer<typeof viewAnswerSchema>;
