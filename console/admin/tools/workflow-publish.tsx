import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { OperationAnswer } from '#client/client.ts';
import { useLabel } from '#console/admin/form/form-context.ts';
import { isObject, type Json } from '#console/admin/schema/json.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import { Flow } from '#console/admin/tools/workflow-flow.tsx';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { RadioGroup } from '#console/ui/fields.tsx';
import { Badge, Banner, Card, Facts, Row, Stack } from '#console/ui/surface.tsx';
import { sayDone } from '#console/ui/toast.ts';

type Answer = OperationAnswer<'publishWorkflow'>;
type Impact = Extract<Answer, { token: string }>;
const isImpact = (answer: Answer): answer is Impact => 'token' in answer;

const ways = ['keep', 'move', 'end'] as const;

/** Whom publishing would touch, what becomes of them, and the publishing itself. */
const PublishDialog = ({ id, impact, onClose }: { id: string; impact: Impact; onClose: () => void }) => {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const [running, setRunning] = useState<(typeof ways)[number]>('keep');
  const publish = useMutation({
    mutationFn: () => api.publishWorkflow({ path: { id }, body: { running, token: impact.token } }),
    onSuccess: async () => {
      sayDone(text('admin.published'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['admin', 'workflows'] });
    },
  });
  return (
    <Dialog title={text('admin.publish')} isOpen onClose={onClose}>
      {impact.impact.empty ? (
        <p>{text('admin.nobodyUnderWay')}</p>
      ) : (
        <>
          <Facts
            facts={Object.entries(impact.impact.perStep).map(
              ([path, count]) => [path, text('admin.people', { count })] as const,
            )}
          />
          <RadioGroup
            label={text('admin.whoIsUnderWay')}
            choices={ways.map((way) => ({ id: way, name: text(`admin.running.${way}`) }))}
            value={running}
            onChange={(id) => setRunning(ways.find((way) => way === id) ?? 'keep')}
          />
        </>
      )}
      <FormFailure error={publish.error} />
      <Actions>
        <Button onPress={onClose}>{text('action.cancel')}</Button>
        <Button look="primary" isPending={publish.isPending} onPress={() => publish.mutate()}>
          {text('admin.publish')}
        </Button>
      </Actions>
    </Dialog>
  );
};

/** The workflow drawn as it is written, and what of it is published. */
export const WorkflowPublish = ({ edited: { key }, draft, saved }: ToolProps) => {
  const text = useText();
  const api = useApi();
  const { word } = useLabel();
  const ask = useMutation({
    mutationFn: async () => (await api.publishWorkflow({ path: { id: key ?? '' }, body: {} })).data,
  });
  const asked = ask.data && isImpact(ask.data) ? ask.data : undefined;
  const isPublished = saved?.published !== undefined && saved.published === saved.version;
  const workflow: { [name: string]: Json } = isObject(draft.draft) ? draft.draft : {};
  return (
    <Stack>
      {key !== undefined && (
        <Card>
          <Row>
            {isPublished ? (
              <Badge tone="good">{text('admin.isPublished')}</Badge>
            ) : (
              <Badge tone="warn">
                {saved?.published === undefined
                  ? text('admin.neverPublished')
                  : text('admin.publishedVersion', { version: Number(saved.published) })}
              </Badge>
            )}
            <Badge>{word(String(workflow.repeat ?? 'once'))}</Badge>
            <Button
              look="primary"
              isDisabled={draft.isDirty || isPublished}
              isPending={ask.isPending}
              onPress={() => ask.mutate()}
            >
              {text('admin.publish')}
            </Button>
          </Row>
          {draft.isDirty && <Banner tone="warn">{text('admin.saveFirst')}</Banner>}
          <FormFailure error={ask.error} />
        </Card>
      )}
      <Flow workflow={workflow} marks={{ people: asked?.impact.perStep }} />
      {asked && <PublishDialog id={key ?? ''} impact={asked} onClose={ask.reset} />}
    </Stack>
  );
};
