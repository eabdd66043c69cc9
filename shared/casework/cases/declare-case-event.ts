import type * as z from 'zod';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { EventDeclaration, EventOf, NoShape, Shape } from '#shared/core/events/event-declaration.ts';

/** By what names a line calls people, groups and what the type of the case names. */
export interface DisplayNames {
  type: CaseType;
  person: (id: string) => string | undefined;
  group: (key: string) => string | undefined;
}

type LineEvent<C extends z.ZodType | undefined, B extends Shape, A extends Shape> = Pick<
  EventOf<EventDeclaration<string, C, B, A>>,
  'changed' | 'before' | 'after'
>;

/** An event on the history of a case. */
export interface CaseEventDeclaration<
  T extends string = string,
  C extends z.ZodType | undefined = z.ZodType | undefined,
  B extends Shape = Shape,
  A extends Shape = Shape,
  M extends boolean = boolean,
> extends EventDeclaration<T, C, B, A> {
  /**
   * Who learns of it, unless the type says otherwise: `public` its requester too, `private` staff.
   * `staff`: nobody else ever. `as-it-says`: by `isPublic` of what was made with it.
   */
  publicity: 'public' | 'private' | 'staff' | 'as-it-says';
  isPublic?(after: LineEvent<C, B, A>['after']): boolean;
  /**
   * How it reads among the notes of the case; a note is there itself. Of a public one it names
   * neither staff nor anything that the portal does not show.
   */
  line?(event: LineEvent<C, B, A>, names: DisplayNames): string;
  /** How it reads for the requester, where the line speaks of them. */
  lineForRequester?(event: LineEvent<C, B, A>, names: DisplayNames): string;
  /** What the line names: the question, the title, the file. Pages have words for the rest. */
  named?(event: LineEvent<C, B, A>, names: DisplayNames): string | undefined;
  /** It may start, stop or move a clock of the case. */
  movesClocks?: M;
}

/** Declares an event on the history of a case. */
export const declareCaseEvent = <
  const T extends string,
  C extends z.ZodType | undefined = undefined,
  B extends Shape = NoShape,
  A extends Shape = NoShape,
  const M extends boolean = false,
>(
  declaration: CaseEventDeclaration<T, C, B, A, M>,
): CaseEventDeclaration<T, C, B, A, M> => declaration;

export const ofCase = {
  about: ['case'],
  record: async () => (await import('#shared/casework/cases/case.ts')).caseSchema,
  changes: async () => (await import('#shared/casework/cases/case.ts')).caseChange,
} as const;
