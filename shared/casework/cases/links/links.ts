import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { inverses, type LinkKind, type linkSchema } from '#shared/casework/cases/links/link.schema.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision } from '#shared/core/table/decision.ts';

export type CaseLink = z.infer<typeof linkSchema>;

interface LinkTo {
  kind: LinkKind;
  to: Case;
  at: number;
}

export const inverseOf = (kind: LinkKind): LinkKind => inverses[kind];

export const sameLink = (a: CaseLink, b: CaseLink): boolean => a.kind === b.kind && a.caseId === b.caseId;

const withLink = (record: Case, link: CaseLink, at: number): Decision<Case> =>
  changeCase(
    record,
    { ...record, links: record.links.some((one) => sameLink(one, link)) ? record.links : [...record.links, link] },
    { type: 'Case Link Changed', at },
  );

const withoutLink = (record: Case, link: CaseLink, at: number): Decision<Case> =>
  changeCase(
    record,
    { ...record, links: record.links.filter((one) => !sameLink(one, link)) },
    { type: 'Case Link Changed', at },
  );

/** Links two cases: both sides, in one commit. @throws `self-link`, `opposite-link` */
export const linkCases = (current: Case, { kind, to, at }: LinkTo): Decision<Case>[] => {
  if (to.id === current.id) throw new Refusal('self-link');
  const inverse = inverseOf(kind);
  if (inverse !== kind && current.links.some((link) => sameLink(link, { kind: inverse, caseId: to.id })))
    throw new Refusal('opposite-link');
  return [withLink(current, { kind, caseId: to.id }, at), withLink(to, { kind: inverse, caseId: current.id }, at)];
};

/** Takes a link away, from both sides. @throws `not-found` where there is none */
export const unlinkCases = (current: Case, { kind, to, at }: LinkTo): Decision<Case>[] => {
  if (!current.links.some((link) => sameLink(link, { kind, caseId: to.id }))) throw new Refusal('not-found');
  return [
    withoutLink(current, { kind, caseId: to.id }, at),
    withoutLink(to, { kind: inverseOf(kind), caseId: current.id }, at),
  ];
};

/** Ids of the cases that keep this one from closing while they are open. */
export const blockersOf = (record: Case): string[] =>
  record.links.filter((link) => link.kind === 'blocked-by').map((link) => link.caseId);
