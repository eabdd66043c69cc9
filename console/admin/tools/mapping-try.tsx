import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useLabel } from '#console/admin/form/form-context.ts';
import { JsonValue } from '#console/admin/form/json-value.tsx';
import type { Json } from '#console/admin/schema/json.ts';
import type { ToolProps } from '#console/admin/tools/tool-props.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { FormFailure } from '#console/ui/failure.tsx';
import { Badge, Card, Facts, Stack } from '#console/ui/surface.tsx';
import { ExplanationTree } from '#console/why/explanation-tree.tsx';

const example: Json = {
  source: 'com.example.lms',
  detailType: 'Grade Posted',
  detail: { studentId: 'S101', grade: 'F' },
};

/** A signal is tried on the mapping as it is written now: what it would raise, and why. */
export const MappingTry = ({ draft }: ToolProps) => {
  const text = useText();
  const { label } = useLabel();
  const api = useApi();
  const [event, setEvent] = useState<Json | undefined>(example);
  const attempt = useMutation({
    mutationFn: async () => (await api.trySignalMapping({ body: { mapping: draft.draft, event } as never })).data,
  });
  const made = attempt.data;
  return (
    <Stack>
      <Card title={text('admin.trySignal')}>
        <JsonValue
          schema={{}}
          path={['event']}
          label={text('admin.signal')}
          value={event}
          onChange={setEvent}
          isRequired
        />
        <div>
          <Button look="primary" isPending={attempt.isPending} onPress={() => attempt.mutate()}>
            {text('admin.tryIt')}
          </Button>
        </div>
        <FormFailure error={attempt.error} />
      </Card>
      {made && (
        <Card title={text('admin.wouldBecome')}>
          <Badge tone={made.matched ? 'good' : 'plain'}>
            {text(made.matched ? 'admin.matched' : 'admin.notMatched')}
          </Badge>
          <Facts
            facts={[
              [text('admin.contactId'), made.contactId ?? '—'],
              [label('dedupeKey'), made.dedupeKey ?? '—'],
              made.reason !== undefined && [text('admin.reason'), made.reason],
              made.alert !== null && [
                text('admin.alert'),
                <code key="alert">{JSON.stringify(made.alert, null, 1)}</code>,
              ],
            ]}
          />
          <ExplanationTree explanation={made.explanation} />
        </Card>
      )}
    </Stack>
  );
};
