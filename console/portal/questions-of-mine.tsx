import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { AskedOfMine } from '#console/portal/asked-of-mine.tsx';
import type { MyCase, MyQuestion } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { Button } from '#console/ui/button.tsx';
import { FormFailure, faultAt } from '#console/ui/failure.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { Card, Quiet } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';
import { useDraft } from '#console/ui/use-draft.ts';

const OpenQuestion = ({ mine, question }: { mine: MyCase; question: MyQuestion }) => {
  const text = useText();
  const when = useWhen();
  const queries = useQueryClient();
  const [draft, setDraft] = useDraft(`answer ${question.id}`);
  const answer = useMutation({
    mutationFn: () => mine.answer(question.id, { text: draft.trim() }),
    onSuccess: () => {
      setDraft('');
      sayDone(text('portal.answered'));
      return queries.invalidateQueries({ queryKey: mine.key });
    },
  });
  return (
    <form
      className={styles.question}
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() !== '') answer.mutate();
      }}
    >
      <AskedOfMine question={question} text={text} when={when} />
      <FormFailure error={answer.error} shown={['/text']} />
      <TextField
        label={text('portal.yourAnswer')}
        rows={3}
        value={draft}
        onChange={setDraft}
        error={faultAt(answer.error, '/text')}
      />
      <div>
        <Button look="primary" type="submit" isPending={answer.isPending}>
          {text('portal.answer')}
        </Button>
      </div>
    </form>
  );
};

/** What the requester is asked: open questions first, since everything may wait for them. */
export const QuestionsOfMine = ({ mine }: { mine: MyCase }) => {
  const text = useText();
  const { data: questions = [] } = useQuery({ queryKey: [...mine.key, 'my questions'], queryFn: mine.questions });
  if (questions.length === 0) return null;
  const open = questions.filter(({ state }) => state === 'open');
  const others = questions.filter(({ state }) => state !== 'open');
  return (
    <Card title={text('portal.questions')}>
      {open.map((question) => (
        <OpenQuestion key={question.id} mine={mine} question={question} />
      ))}
      {others.map(({ id, text: asked, answer, state }) => (
        <div key={id} className={styles.happening}>
          <p>{asked}</p>
          <Quiet>
            {answer
              ? `${text('portal.yourAnswer')}: ${answer.text}`
              : state !== 'open' && text(`portal.question.${state}`)}
          </Quiet>
        </div>
      ))}
    </Card>
  );
};
