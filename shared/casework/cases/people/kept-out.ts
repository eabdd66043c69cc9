import type { Case } from '#shared/casework/cases/case.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** Somebody who is given something, and where the request names them. */
interface NamedPerson {
  id: string | undefined;
  pointer: string;
}

/** The person among a person or a team; a team is nobody's to keep out. */
export const personAt = (owner: PersonOrGroup | null | undefined, pointer: string): NamedPerson => ({
  id: owner && 'user' in owner ? owner.user : undefined,
  pointer: `${pointer}/user`,
});

export const isKeptOut = ({ locks }: Pick<Case, 'locks'>, owner: PersonOrGroup | undefined): boolean =>
  owner !== undefined && 'user' in owner && locks.includes(owner.user);

/**
 * A person who is locked out of a case is assigned nothing of it.
 * @throws `locked-out` (409) at each place where the request names such a person
 */
export const refuseKeptOut = ({ locks }: Pick<Case, 'locks'>, given: readonly NamedPerson[]): void => {
  const faults = given
    .filter(({ id }) => id !== undefined && locks.includes(id))
    .map(({ pointer }) => ({ pointer, code: 'locked-out', detail: 'is kept out of this case' }));
  if (faults.length > 0) throw new Refusal('locked-out', undefined, { faults });
};
