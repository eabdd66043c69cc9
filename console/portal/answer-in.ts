/** How a page says what is no text. */
interface AnswerWords {
  yes: string;
  no: string;
  date: (day: string) => string;
  instant: (at: string) => string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** What somebody filled in, in words: of a money its currency, too, and of an address its text. */
export const answerIn = (value: unknown, words: AnswerWords): string => {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return value.map((one) => answerIn(one, words)).join(', ');
  if (isObject(value)) return String(value.text ?? value.name ?? [value.amount, value.currency].join(' '));
  if (typeof value !== 'string') return String(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return words.date(value);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? words.instant(value) : value;
};
