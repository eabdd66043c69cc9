import { own } from '#shared/core/records/own.ts';

// The API speaks English. What it refuses has a code and names its values, by which it is worded
// here in the other languages. What no words are here for stays as the API says it.

/** Sentences by code, or by code and one of the values: `too-large.string`. */
export type RefusalWords = Readonly<Record<string, string>>;

interface Said {
  code: string;
  values?: Readonly<Record<string, string | number>>;
}

interface SaidFault extends Said {
  detail: string;
}

/** The body of a refusal, or of a row that was refused. */
export interface SaidRefusal extends Partial<Said> {
  title?: string;
  detail?: string;
  errors?: readonly (SaidFault & { pointer: string })[];
}

const filled = (sentence: string, values: Record<string, string | number>): string | undefined => {
  const places = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (places.some((name) => own(values, name) === undefined)) return undefined;
  return sentence.replace(/\{(\w+)\}/g, (_place, name) => String(own(values, name)));
};

/** The most exact sentence that there is for a code, and whose values are given. */
const sentenceFor = (words: RefusalWords, { code, values = {} }: Said): string | undefined => {
  const keys = [`${code}.${own(values, 'of') ?? ''}`, ...Object.keys(values).map((name) => `${code}.${name}`), code];
  return keys
    .flatMap((key) => own(words, key) ?? [])
    .map((sentence) => filled(sentence, values))
    .find((sentence) => sentence !== undefined);
};

/** What is said beside the words of the code: names, or a detail that says more than its title. */
const besides = ({ title, detail, values }: SaidRefusal): string => {
  if (values?.names !== undefined) return `: ${values.names}`;
  return detail === undefined || detail === title ? '' : ` (${detail})`;
};

// Their details are for programs: a version, or that one may try again.
const wholeByCode: ReadonlySet<string> = new Set(['stale', 'too-many-requests', 'method-not-allowed']);

/** Faults in words of the page. */
export const faultsInWords = <Faulty extends SaidFault>(words: RefusalWords, faults: readonly Faulty[]): Faulty[] =>
  faults.map((fault) => {
    const said = sentenceFor(words, fault);
    // Which pattern it has to have, only the API's words can say.
    const pattern = fault.values?.of === 'regex' ? ` (${fault.detail})` : '';
    return { ...fault, detail: said === undefined ? fault.detail : said + pattern };
  });

/** A refusal with its details in words of the page. */
export const reworded = <Refused extends SaidRefusal>(words: RefusalWords, refused: Refused): Refused => {
  const errors = refused.errors && faultsInWords(words, refused.errors);
  const { code = '' } = refused;
  const said = sentenceFor(words, { ...refused, code });
  if (said === undefined) return { ...refused, ...(errors && { errors }) };
  const beside = errors || wholeByCode.has(code) ? '' : besides(refused);
  return { ...refused, title: said, detail: said + beside, ...(errors && { errors }) };
};
