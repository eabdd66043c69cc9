import { foldAddress } from '#shared/core/records/address.ts';
import { type Answering, type Evidence, evidenceFor, type KnownAsOurs } from '#shared/mail/replies/evidence.ts';
import { isBlank, type Line } from '#shared/mail/replies/line.ts';
import { type Letters, lettersAbove, type Quoted, quotedMails } from '#shared/mail/replies/own-mark.ts';
import { type HeaderBlock, headerBlocks, introductionOf, isSeparator } from '#shared/mail/replies/shapes.ts';

/** Which lines of a mail quote a mail of ours. In doubt a line is not cut: docs/decisions/0040. */
export class Cutting {
  /** Something stands that may be a quotation. */
  isDoubtful = false;
  readonly #lines: readonly Line[];
  readonly #isHtml: boolean;
  readonly #evidence: Evidence;
  readonly #letters: Letters;
  readonly #quoted: readonly Quoted[];
  readonly #blocks: readonly HeaderBlock[];
  readonly #cut: boolean[];
  /** What was cut and is a mail of ours word for word, or has marks that nobody types. */
  readonly #sure: boolean[];

  constructor(lines: readonly Line[], mail: Answering & { isHtml: boolean }, ours: KnownAsOurs) {
    this.#lines = lines;
    this.#isHtml = mail.isHtml;
    this.#evidence = evidenceFor(mail, ours);
    this.#letters = lettersAbove(lines);
    this.#quoted = quotedMails(lines, this.#letters);
    this.#blocks = headerBlocks(lines);
    this.#cut = lines.map(() => false);
    this.#sure = lines.map(() => false);
  }

  isCut(line: number): boolean {
    return this.#cut[line] === true;
  }

  run(): void {
    for (const { from, to } of this.#quoted.filter(({ isWhole }) => isWhole))
      this.#cutOff(this.#introduced(from), to + 1, true);
    this.#cutBlocks();
    this.#cutIntroduced();
    this.#cutLastRun();
    this.#showIfNothingIsLeft();
  }

  /** An answer with no word of its own has them, it may be, in what was taken for a quotation. */
  #showIfNothingIsLeft(): void {
    if (this.#lines.some(({ said }, line) => !this.isCut(line) && !isBlank(said))) return;
    for (const [line, { said }] of this.#lines.entries()) {
      if (this.isCut(line) && !this.#sure[line] && !isBlank(said)) this.isDoubtful = true;
      this.#cut[line] = this.#sure[line] === true;
    }
  }

  /** Cuts lines, and what a program marks beside them on which nothing stands. */
  #cutOff(first: number, end: number, isSure: boolean): void {
    let [from, to] = [first, end];
    while (this.#isQuotedBlank(from - 1)) from -= 1;
    while (this.#isQuotedBlank(to)) to += 1;
    this.#cut.fill(true, from, to);
    if (isSure) this.#sure.fill(true, from, to);
  }

  #isQuotedBlank(line: number): boolean {
    const quoted = this.#lines[line];
    return quoted !== undefined && quoted.depth > 0 && !this.isCut(line) && isBlank(quoted.said);
  }

  #said(line: number): string {
    return this.#lines[line]?.said ?? '';
  }

  /** The line above that says something; not more than a few blank ones are between. */
  #above(line: number): number {
    let above = line - 1;
    while (above > line - 4 && above >= 0 && isBlank(this.#said(above))) above -= 1;
    return above;
  }

  /** Where what introduces a quotation begins: strokes, a line or a block of headers, strokes. */
  #introduced(quotation: number): number {
    const body = this.#belowStrokes(quotation);
    const above = this.#above(body);
    const block = this.#blocks.find(({ to }) => to === above + 1);
    const introduction = introductionOf(this.#lines, body);
    if (block) return this.#belowStrokes(block.from);
    return this.#belowStrokes(introduction?.by === 'program' ? introduction.from : body);
  }

  /** A line, or the strokes above it. */
  #belowStrokes(line: number): number {
    const above = this.#above(line);
    const strokes = this.#lines[above];
    return strokes && isSeparator(strokes) ? above : line;
  }

  /** Whether somebody typed into a mail of ours: more stands there than was sent. */
  #isWrittenInto(from: number, { to, letters }: Quoted): boolean {
    const { above } = this.#letters;
    return (above[to] ?? 0) - (above[from] ?? 0) > letters;
  }

  /**
   * Cuts what stands below an introduction: as far as the mark of our mail; without one, to the
   * end.
   */
  #cutBelow(introduction: number, body: number): void {
    const mark = this.#quoted.find(({ to }) => to >= body);
    if (mark && !mark.isWhole && this.#isWrittenInto(body, mark)) this.isDoubtful = true;
    else this.#cutOff(this.#introduced(introduction), mark ? mark.to + 1 : this.#lines.length, false);
  }

  #cutBlocks(): void {
    for (const [index, block] of this.#blocks.entries()) {
      if (this.isCut(block.from) || (this.#lines[block.from]?.depth ?? 0) > 0) continue;
      const below = this.#lines.slice(block.from, this.#blocks[index + 1]?.from);
      if (this.#evidence.isOurs(block, below)) this.#cutBelow(block.from, block.to);
      else this.isDoubtful = true;
    }
  }

  /** A program's line that names an address of ours, above a text that it does not mark. */
  #cutIntroduced(): void {
    for (const [line, { said, depth }] of this.#lines.entries()) {
      if (depth > 0 || this.isCut(line) || !/[:：]\s*$/.test(said)) continue;
      const introduction = introductionOf(this.#lines, line + 1);
      if (introduction?.by !== 'program' || (this.#lines[this.#next(line)]?.depth ?? 1) > 0) continue;
      if (this.#namesUs(introduction.said)) this.#cutBelow(introduction.from, line + 1);
    }
  }

  #namesUs(said: string): boolean {
    return addressesIn(said).some(this.#evidence.isOurAddress);
  }

  #next(line: number): number {
    let next = line + 1;
    while (next < this.#lines.length && (this.isCut(next) || isBlank(this.#said(next)))) next += 1;
    return next;
  }

  /**
   * Cuts what a program marks as quoted, where nothing stands below it. What stands above an answer
   * is left, since it says what is answered.
   */
  #cutLastRun(): void {
    const says = (line: number) => !this.isCut(line) && !isBlank(this.#said(line));
    const last = this.#lines.findLastIndex((_, line) => says(line));
    if (last < 0 || this.#lines[last]?.depth === 0) return;
    let from = last;
    for (let line = last; line >= 0 && !(says(line) && this.#lines[line]?.depth === 0); line -= 1)
      if (says(line)) from = line;
    if (!this.#isQuotation(from, last)) {
      this.isDoubtful = true;
      return;
    }
    this.#cutOff(this.#introduced(from), this.#lines.length, false);
  }

  #isQuotation(from: number, last: number): boolean {
    const block = this.#blocks.find((one) => one.from >= from && one.from < from + 4);
    if (block && !this.#evidence.isOurs(block, this.#lines.slice(block.from, last + 1))) return false;
    const body = block ? block.to : this.#bodyOf(from);
    const mark = this.#quoted.find(({ to }) => to >= from && to <= last);
    if (mark && this.#isWrittenInto(body, mark)) return false;
    const isOurs = mark !== undefined || this.#evidence.leadsToUs(this.#lines.slice(from, last + 1));
    const introduction = introductionOf(this.#lines, from);
    // A line with an address is a program's; one without may be a person's: "my lecturer wrote".
    if (introduction) return introduction.by === 'program' && (isOurs || addressesIn(introduction.said).length > 0);
    const above = this.#above(from);
    // Where somebody's line goes on into it without a break, the mark may be theirs: "> 50 points".
    if (this.#isHtml) return true;
    return isOurs && (above < 0 || above < from - 1 || isSeparator(this.#lines[above] as Line));
  }

  /** The line below a program's introduction inside of what it quotes, as Apple's is. */
  #bodyOf(from: number): number {
    for (let line = from; line < from + 4; line += 1)
      if (introductionOf(this.#lines, line + 1)?.by === 'program') return line + 1;
    return from;
  }
}

const addressesIn = (said: string): string[] =>
  [...said.matchAll(/[^\s@<>()"]{1,64}@[^\s@<>()"]{1,255}/gu)].map(([address]) => foldAddress(address));
