import * as z from 'zod';
import { inverses, type LinkKind } from '#shared/casework/cases/links/links.ts';
import { ulidSchema } from '#shared/core/records/primitives.ts';

export const linkKind = z.enum(Object.keys(inverses) as [LinkKind, ...LinkKind[]]);

/** This case *kind* that one: it `blocks` the other, it is `child-of` the other. Never shown to the requester. */
export const linkSchema = z.strictObject({ kind: linkKind, caseId: ulidSchema });
