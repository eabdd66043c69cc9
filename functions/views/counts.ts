import type { Services } from '#functions/services.ts';
import { countRows, type RowCount } from '#functions/views/count-rows.ts';
import {
  type CountCells,
  cellCounter,
  countFollowed,
  countMine,
  countScene,
  type ViewCounting,
} from '#functions/views/count-views.ts';
import { pinnedQuestions } from '#functions/views/questions.ts';
import { viewsFor } from '#functions/views/stored-views.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { builtInViews } from '#shared/insight/views/built-in.ts';
import { openQuestion } from '#shared/insight/views/count-record.ts';
import type { KeptView } from '#shared/insight/views/view.schema.ts';
import { kindOf } from '#shared/insight/views/view.ts';

/** Views that are counted by looking at their rows, side by side. */
const atATime = 4;

const everyCell = () => true;

/** How many rows each view of a caller has: to the end where counts are kept. */
export const countAllViews = async (
  services: Services,
  counting: ViewCounting,
): Promise<({ key: string } & RowCount)[]> => {
  const { caller, kind } = counting;
  const saved = (await viewsFor(services, caller)).filter((view) => kindOf(view.for) === kind);
  const pinned = await pinnedQuestions(services);
  const questionOf = ({ question = '' }: KeptView) => {
    const found = pinned.get(question);
    return found?.isReady ? found.question : undefined;
  };
  const isOpenOnly = saved.every((view) => questionOf(view) === undefined);
  const scene = await countScene(services, counting, isOpenOnly);
  const open: CountCells = await cellCounter(services, scene, openQuestion(kind));
  const builtIn = builtInViews(kind, caller).map(async ({ key, holds }) => {
    if (holds) return { key, count: open((cell) => cell.open !== undefined && holds(cell.open)) };
    return { key, count: await (key === 'mine' ? countMine : countFollowed)(services, scene) };
  });
  const others = sideBySide(
    saved,
    async (view) => {
      const question = questionOf(view);
      if (!question) return { key: view.key, ...(await countRows(services, counting, view.condition)) };
      return { key: view.key, count: (await cellCounter(services, scene, question))(everyCell) };
    },
    atATime,
  );
  return (await Promise.all([Promise.all(builtIn), others])).flat();
};
