import { type ScriptWords, said } from '#console/forms/form-words.ts';

/** A case that is offered instead of another one: as the API shows it to anybody. */
export interface NearbyCase {
  reference: string;
  subject?: string;
  status: { name: string };
  distance: number;
}

/** What a case near by is, in one line: what it is about, how it goes, and how far away it is. */
export const lineOf = ({ subject, status, distance }: NearbyCase, words: ScriptWords): string => {
  const metres = new Intl.NumberFormat(words.language, { style: 'unit', unit: 'meter' }).format(distance);
  return [subject, status.name, said(words.away, 'distance', metres)].filter((part) => part !== undefined).join(' · ');
};
