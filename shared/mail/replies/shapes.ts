import { isBlank, type Line } from '#shared/mail/replies/line.ts';

// How a mail program introduces what it quotes, in any language: a block of headers, or a line that
// says when somebody wrote and ends with a colon.

// What a program writes fits; a longer line is somebody's paragraph, and is looked at as far as
// this.
const longestLine = 500;
const plain = ({ said }: Line): string =>
  said
    .slice(0, longestLine)
    .replace(/[\p{Cf}*_|]/gu, '')
    .trim();

const header = /^(\p{L}[\p{L}\p{M}\p{N}.'’ \u00a0-]{0,30})[:：](?!\/\/)\s*(.*)$/u;
const date = /\p{Nd}{1,4}[./-] ?\p{Nd}{1,2}[./-] ?\p{Nd}{2,4}/gu;
const time = /(?<!\p{Nd})\p{Nd}{1,2} ?(?:[:.h時时시點点]|klo|ч\.?) ?\p{Nd}{2}(?!\p{Nd})/u;
const year = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})/u;
const address = /[^\s@<>]{1,64}@[^\s@<>]{1,255}/u;

/** Whether a text says when: a time of day, and what belongs to a date. */
const saysWhen = (text: string): boolean => {
  const dateless = text.replace(date, ' ');
  return time.test(dateless) && (dateless !== text || year.test(dateless));
};

/** A line that separates: strokes, with words between them or without. */
export const isSeparator = (line: Line): boolean => {
  const { said } = line;
  return (
    said.length <= longestLine &&
    (/^\s*[_=\u2500-\u2501*-]{5,}\s*$/.test(said) || /^\s*-{2,}[^-\n]{2,80}-{2,}\s*$/.test(said))
  );
};

export interface HeaderBlock {
  from: number;
  /** The line after its last. */
  to: number;
  /** What stands behind the names. */
  values: string[];
  /** It says when, as mails do. */
  saysWhen: boolean;
  addresses: string[];
}

// Outlook writes From, Sent, To, Cc, Subject, and sometimes an importance; names of many people go
// on for some lines.
const longestBlock = 24;

const headerBlockAt = (lines: readonly Line[], from: number): HeaderBlock | undefined => {
  const depth = lines[from]?.depth;
  const values: string[] = [];
  let to = from;
  let names = 0;
  for (let index = from; index < Math.min(lines.length, from + longestBlock); index += 1) {
    const line = lines[index];
    if (!line || line.depth !== depth) break;
    const said = plain(line);
    const [, name, value] = header.exec(said) ?? [];
    const goesOn = name === undefined && index === to && said !== '' && (address.test(said) || /^\s/.test(line.said));
    if (name !== undefined && name.split(/[ \u00a0]+/).length <= 4) {
      values.push(value ?? '');
      names += 1;
      to = index + 1;
    } else if (goesOn) {
      values.push(said);
      to = index + 1;
    } else if (!isBlank(line.said) || index > to) break;
  }
  if (names < 2) return undefined;
  const text = values.join('\n');
  const addresses = [...text.matchAll(new RegExp(address, 'gu'))].map(([found]) =>
    found.replace(/^[("'[]+|[)"'\],;.]+$/g, '').toLowerCase(),
  );
  return { from, to, values, saysWhen: saysWhen(text), addresses };
};

/** The header blocks of a mail, in the order in which they stand. */
export const headerBlocks = (lines: readonly Line[]): HeaderBlock[] => {
  const blocks: HeaderBlock[] = [];
  let index = 0;
  while (index < lines.length) {
    const line = lines[index];
    const block = line && header.test(plain(line)) ? headerBlockAt(lines, index) : undefined;
    if (block) blocks.push(block);
    index = block ? block.to : index + 1;
  }
  return blocks;
};

const isIntroduction = (text: string): boolean => /[:：]$/u.test(text);
const inBrackets = /[<(][^\s@<>()]{1,64}@/u;
// Words after which no new sentence begins: the line was wrapped.
const isWrapped = (text: string): boolean => text !== '' && !/[.!?。！？:：]$/u.test(text);

/** What introduces a quotation that begins at a line. */
interface Introduction {
  from: number;
  by: 'program' | 'person';
  /** What it says. */
  said: string;
}

/**
 * The introduction above a line: of a program, or of a person, who writes a colon before what they
 * cite.
 */
export const introductionOf = (lines: readonly Line[], quotation: number): Introduction | undefined => {
  let last = quotation - 1;
  while (last > quotation - 4 && last >= 0 && isBlank(lines[last]?.said ?? '')) last -= 1;
  const line = lines[last];
  if (!line) return undefined;
  if (line.isHead) {
    let from = last;
    while (from > 0 && lines[from - 1]?.isHead) from -= 1;
    return {
      from,
      by: 'program',
      said: lines
        .slice(from, last + 1)
        .map(plain)
        .join(' '),
    };
  }
  const words = plain(line);
  if (!isIntroduction(words)) return undefined;
  // A program's line may have been wrapped once or twice: what it lacks stands above.
  let said = words;
  let from = last;
  for (let above = last - 1; above >= last - 2 && above >= 0; above -= 1) {
    const more = lines[above];
    if (!more || more.depth !== line.depth || !isWrapped(plain(more))) break;
    const joined = lines
      .slice(above, last + 1)
      .map(plain)
      .join(' ');
    const hasMore = saysWhen(joined) && !saysWhen(said);
    if (!hasMore && (address.test(said) || !inBrackets.test(plain(more)))) continue;
    said = joined;
    from = above;
  }
  const isProgram = saysWhen(said) || (address.test(said) && said.length <= 300);
  return { from: isProgram ? from : last, by: isProgram ? 'program' : 'person', said };
};
