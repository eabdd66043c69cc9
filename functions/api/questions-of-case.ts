import { pageOf } from '#functions/api/pages.ts';
import type { RouteRequest } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { fileIn } from '#shared/casework/files/file.ts';
import { answerTo, type Question } from '#shared/casework/questions/question.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { childrenOf, type IfMatch, readChild, requireVersion } from '#shared/core/records/read.ts';
import { fileKey } from '#shared/core/table/keys.ts';

// What staff and requesters do alike with the questions of a case. Whether they may is asked
// before; what they are shown of one is theirs to say.

/** A question of a case. @throws `not-found`, `stale` */
export const questionOf = async (
  { table }: Services,
  caseId: string,
  { questionId, ifMatch }: { questionId: string; ifMatch?: IfMatch | undefined },
): Promise<Question> => {
  const question = await readChild<Question>(table, caseId, { kind: 'question', id: questionId });
  if (!question) throw new Refusal('not-found');
  requireVersion(question, ifMatch);
  return question;
};

/** One page of the questions of a case, oldest first, as `show` shows them. */
export const questionsOf = <T>(
  services: Services,
  request: Pick<RouteRequest<unknown, { limit: number; cursor?: string | undefined }, unknown>, 'query' | 'caller'>,
  { caseId, show }: { caseId: string; show: (question: Question) => T },
) =>
  pageOf(services, request, `questions of ${caseId}`, async (place) => {
    const { items, next } = await childrenOf<Question>(services.table, caseId, { kind: 'question', ...place });
    return { items: items.map(show), next };
  });

/** Answers a question in somebody's name, with files of the case. @throws as `answerTo` */
export const answered = async (
  { table }: Services,
  { record, definition }: { record: Case; definition: CaseDefinition },
  {
    question,
    input,
    by,
    now,
  }: { question: Question; input: { text: string; fileIds: string[] }; by: Actor; now: number },
) => {
  const keys = [...new Set(input.fileIds)].map((id) => fileKey(record.id, id));
  const items = await table.getMany(keys, { consistent: true });
  const files = items.flatMap((item) => fileIn(item, now) ?? []);
  return answerTo(record, { question, input, files, by, at: now }, definition);
};
