import { useMutation } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import styles from '#console/admin/tools/tools.module.css';
import { Flow } from '#console/admin/tools/workflow-flow.tsx';
import { useApi } from '#console/app/context.ts';
import { serverNow } from '#console/app/server-clock.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { Button, IconButton } from '#console/ui/button.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Badge, Card, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';

interface Happening {
  at: string;
  event: string;
}

const usual = ['case-created', 'case-closed', 'alert-created', 'appointment-attended', 'question-answered'];

interface HappeningsProps {
  happenings: readonly Happening[];
  onChange: (happenings: Happening[]) => void;
}

/** What is to happen on the way, for steps that wait for it. */
const Happenings = ({ happenings, onChange }: HappeningsProps) => {
  const text = useText();
  const { word } = useLabel();
  const set = (index: number, next: Partial<Happening>) =>
    onChange(happenings.map((one, place) => (place === index ? { ...one, ...next } : one)));
  return (
    <Stack>
      {happenings.map(({ at, event }, index) => {
        const place = `${index}`;
        return (
          <div key={place} className={styles.form}>
            <SuggestField
              label={text('admin.happens')}
              choices={usual.map((id) => ({ id, name: word(id) }))}
              value={event}
              onChange={(next) => set(index, { event: next })}
            />
            <InstantField label={text('admin.at')} value={at} onChange={(next) => next && set(index, { at: next })} />
            <IconButton
              label={text('admin.removeOne', { name: word(event) })}
              onPress={() => onChange(happenings.filter((_one, other) => other !== index))}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
        );
      })}
      <div>
        <Button
          size="small"
          onPress={() => onChange([...happenings, { at: new Date(serverNow()).toISOString(), event: 'case-created' }])}
        >
          {text('admin.addHappening')}
        </Button>
      </div>
    </Stack>
  );
};

/** The workflow as it is written now, gone through on virtual time; nothing is written. */
export const WorkflowSimulate = ({ draft }: ToolProps) => {
  const text = useText();
  const when = useWhen();
  const { word } = useLabel();
  const api = useApi();
  const [contactId, setContactId] = useState<string>();
  const [from, setFrom] = useState<string | undefined>(() => new Date(serverNow()).toISOString());
  const [events, setEvents] = useState<Happening[]>([]);
  const run = useMutation({
    mutationFn: async () => {
      const body = { workflow: draft.draft, contactId, events, from } as never;
      return (await api.simulateWorkflow({ body })).data;
    },
  });
  const result = run.data;
  return (
    <Stack>
      <Card title={text('admin.simulate')}>
        <Quiet>{text('admin.simulateText')}</Quiet>
        <div className={styles.form}>
          <ContactField label={text('admin.contactId')} value={contactId} onChange={setContactId} isRequired />
          <InstantField label={text('admin.from')} value={from} onChange={setFrom} />
        </div>
        <Happenings happenings={events} onChange={setEvents} />
        <div>
          <Button
            look="primary"
            isPending={run.isPending}
            isDisabled={contactId === undefined}
            onPress={() => run.mutate()}
          >
            {text('admin.simulate')}
          </Button>
        </div>
        <FormFailure error={run.error} />
      </Card>
      {result && (
        <Card title={text('admin.wouldHappen')}>
          <Row>
            <Badge tone={result.status === 'failed' ? 'danger' : 'info'}>{word(result.status)}</Badge>
            {result.waitingFor && (
              <span>
                {text('admin.waitsFor')} {word(result.waitingFor.event ?? result.waitingFor.why)}{' '}
                {result.waitingFor.at !== undefined && when.instant(result.waitingFor.at)}
              </span>
            )}
          </Row>
          {result.condition && !result.condition.held && <ExplanationTree explanation={result.condition.explanation} />}
          <Flow
            workflow={draft.draft}
            marks={{ visited: new Set(result.steps.map(({ path }) => path)), here: result.step }}
          />
          <ol className={styles.entries}>
            {result.steps.map(({ path, at, do: does, outcome, mail, explanation }) => (
              <li key={`${path} ${at} ${outcome}`}>
                <details className={styles.entry}>
                  <summary>
                    <span>{when.instant(at)}</span>
                    <strong>{word(does)}</strong>
                    <Badge>{word(outcome)}</Badge>
                    <Quiet>{path}</Quiet>
                  </summary>
                  <div className={styles.inside}>
                    {explanation !== undefined && <ExplanationTree explanation={explanation} />}
                    {mail && (
                      <div className={styles.mail}>
                        <Quiet>{mail.to.join(', ')}</Quiet>
                        <strong>{mail.subject}</strong>
                        <pre>{mail.text}</pre>
                      </div>
                    )}
                  </div>
                </details>
              </li>
            ))}
          </ol>
        </Card>
      )}
    </Stack>
  );
};
