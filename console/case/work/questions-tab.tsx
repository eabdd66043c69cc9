import { MessageCircleQuestion } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase, useCaseQueries } from '#console/case/case-context.ts';
import type { QuestionAnswer } from '#console/case/case-queries.ts';
import { AmountField } from '#console/case/time/amount-field.tsx';
import { BelowTab } from '#console/case/work/below-tab.tsx';
import { NoteDialog } from '#console/case/work/note-dialog.tsx';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { ActorName } from '#console/records/names.tsx';
import { Button } from '#console/ui/button.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { Badge, Card, Row, type Tone } from '#console/ui/surface.tsx';
import { useDraft } from '#console/ui/use-draft.ts';
import type { Amount } from '#shared/core/calendars/amount.ts';

const tones: Readonly<Record<QuestionAnswer['state'], Tone>> = {
  open: 'info',
  answered: 'good',
  withdrawn: 'plain',
  ended: 'plain',
};

const AskDialog = ({ onClose }: { onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const kept = `question ${id}`;
  const [draft, keep] = useDraft(kept);
  const [isDue, setDue] = useState(false);
  const [due, setAmount] = useState<Amount>({ amount: 3, unit: 'days', time: 'working' });
  const body = { text: draft, ...(isDue && { due }) };
  return (
    <FormDialog
      title={text('case.question.ask')}
      submit={text('case.question.ask')}
      onSubmit={() => act(() => api.askQuestion({ path: { id }, body }), text('case.done.ask'))}
      onClose={onClose}
      kept={kept}
      isReady={draft.trim() !== ''}
      pointers={['/text', '/due', '/due/amount']}
    >
      {(fault) => (
        <>
          <TextField
            label={text('case.question.text')}
            hint={text('case.question.hint')}
            isRequired
            rows={4}
            value={draft}
            onChange={keep}
            error={fault('/text')}
          />
          <Checkbox isSelected={isDue} onChange={setDue}>
            {text('case.question.isDue')}
          </Checkbox>
          {isDue && (
            <AmountField
              label={text('case.question.within')}
              value={due}
              onChange={setAmount}
              error={fault('/due/amount') ?? fault('/due')}
            />
          )}
        </>
      )}
    </FormDialog>
  );
};

const QuestionCard = ({ question }: { question: QuestionAnswer }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const when = useWhen();
  const { id, may } = useCase();
  const [isAnswering, setAnswering] = useState(false);
  const { answer, state, dueAt, closesAt } = question;
  const path = { id, questionId: question.id };
  const withdraw = () => act(() => api.withdrawQuestion({ path }), text('case.done.withdraw'));
  return (
    <Card
      title={text('case.question.title')}
      actions={<Badge tone={tones[state]}>{text(`case.question.${state}`)}</Badge>}
    >
      <p className={styles.words}>{question.text}</p>
      <p className={styles.quiet}>
        <ActorName actor={question.createdBy} /> · <Ago at={question.createdAt} />
        {state === 'open' && dueAt !== undefined && (
          <>
            {' · '}
            {text('case.question.hoped')} <DueWords dueAt={dueAt} />
          </>
        )}
      </p>
      {state === 'open' && closesAt !== undefined && (
        <p className={styles.quiet}>{text('case.question.closes', { when: when.instant(closesAt) })}</p>
      )}
      {answer && (
        <blockquote className={styles.answer}>
          <p className={styles.words}>{answer.text}</p>
          <p className={styles.quiet}>
            <ActorName actor={answer.by} /> · <Ago at={answer.at} />
          </p>
        </blockquote>
      )}
      {state === 'open' && may('work') && (
        <Row>
          <Button size="small" onPress={() => setAnswering(true)}>
            {text('case.question.answer')}
          </Button>
          <Button size="small" look="quiet" onPress={withdraw}>
            {text('case.question.withdraw')}
          </Button>
        </Row>
      )}
      {isAnswering && (
        <NoteDialog
          title={text('case.question.answering')}
          submit={text('action.save')}
          label={text('case.question.itsAnswer')}
          isRequired
          pointer="/text"
          onSend={(said) =>
            act(() => api.answerQuestion({ path, body: { text: said ?? '' } }), text('case.done.answer'))
          }
          onClose={() => setAnswering(false)}
        />
      )}
    </Card>
  );
};

/** Questions to the requester with their answers, the newest first. */
export const QuestionsTab = () => {
  const text = useText();
  return (
    <BelowTab
      query={useCaseQueries().questions}
      none={text('case.question.none')}
      add={
        <>
          <MessageCircleQuestion aria-hidden />
          {text('case.question.ask')}
        </>
      }
      dialog={(onClose) => <AskDialog onClose={onClose} />}
    >
      {(all) => all.toReversed().map((question) => <QuestionCard key={question.id} question={question} />)}
    </BelowTab>
  );
};
