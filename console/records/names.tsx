import { UsersRound } from 'lucide-react';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { useDirectory } from '#console/records/directory.ts';
import styles from '#console/records/records.module.css';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';

/** The person or team that has something, by the names of the directory. */
export const PersonName = ({ of }: { of: PersonOrGroup | undefined }) => {
  const text = useText();
  const { nameOfPerson, nameOfGroup } = useDirectory();
  if (!of) return <span className={styles.nobody}>{text('records.unassigned')}</span>;
  if ('user' in of) return <span>{nameOfPerson(of.user)}</span>;
  return (
    <span className={styles.team}>
      <UsersRound aria-hidden />
      {nameOfGroup(of.group)}
    </span>
  );
};

/** Who did something: a person by name, everything else as what it is. */
export const ActorName = ({ actor }: { actor: Actor }) => {
  const word = useWord();
  const { nameOfPerson } = useDirectory();
  return <span>{actor.kind === 'user' ? nameOfPerson(actor.id) : word('records.actor', actor.kind)}</span>;
};

/** The name of a type of cases or alerts. */
export const TypeName = ({ of, type }: { of: 'case' | 'alert'; type: string }) => (
  <span>{useConfigured(`${of}-types`).get(type)?.name ?? type}</span>
);
