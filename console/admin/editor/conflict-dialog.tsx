import { useQuery, useQueryClient } from '@tanstack/react-query';
import styles from '#console/admin/editor/editor.module.css';
import type { Draft, Edited } from '#console/admin/editor/use-draft.ts';
import { useLabel } from '#console/admin/form/form-context.ts';
import { useLines } from '#console/admin/form/use-lines.ts';
import { oneQuery } from '#console/admin/kinds.ts';
import { differences, merged } from '#console/admin/schema/differences.ts';
import { isSame, type Json, type JsonObject } from '#console/admin/schema/json.ts';
import { bodyOf, type JsonSchema, type Schemas } from '#console/admin/schema/shape.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { Skeleton, Stack } from '#console/ui/surface.tsx';

interface ConflictProps {
  edited: Edited;
  draft: Draft;
  schema: JsonSchema;
  schemas: Schemas;
  onSaved: () => void;
}

/** Where somebody was faster: both side by side, and a way on that loses nothing. */
export const ConflictDialog = ({ edited, draft, schema, schemas, onSaved }: ConflictProps) => {
  const text = useText();
  const { label } = useLabel();
  const lines = useLines();
  const shown = (value: Json | undefined) => (value === undefined ? '—' : lines(value));
  const api = useApi();
  const { kind, key = '', base } = edited;
  const queries = useQueryClient();
  const { data: now, refetch } = useQuery({
    ...oneQuery(api, kind, key),
    queryKey: ['admin-now', kind.kind, key],
    gcTime: 0,
  });
  const theirs: JsonObject | undefined = now && bodyOf(now.value, schema, schemas);
  const mine = theirs && merged(base.body, draft.draft, theirs);
  const contested = theirs && mine ? differences(theirs, mine) : [];
  const keepMine = async () => {
    if (!mine) return;
    if ((await draft.save(mine, now?.etag)) !== undefined) onSaved();
    // Somebody was faster once more: what is there by now is shown.
    else await refetch();
  };
  const takeTheirs = async () => {
    await queries.invalidateQueries({ queryKey: ['admin', kind.kind, key] });
    onSaved();
  };
  return (
    <Dialog title={text('error.conflict')} isOpen onClose={draft.clearFailure} isWide>
      <p>{text('error.conflictText')}</p>
      {!theirs && <Skeleton lines={3} />}
      <Stack>
        {contested.map(({ path, before, after }) => (
          <div key={path.join('/')} className={styles.change}>
            <strong>{path.map((step) => (typeof step === 'number' ? step + 1 : label(step))).join(' › ')}</strong>
            <div className={styles.sides}>
              <div>
                {text('error.mine')}
                <div className={styles.after}>{shown(after)}</div>
              </div>
              <div>
                {text('error.theirs')}
                <div className={styles.before}>{shown(before)}</div>
              </div>
            </div>
          </div>
        ))}
        {theirs && !isSame(theirs, base.body) && <p>{text('admin.conflictMerged')}</p>}
      </Stack>
      <Actions>
        <Button onPress={takeTheirs}>{text('error.takeTheirs')}</Button>
        <Button look="primary" isPending={draft.isSaving} onPress={keepMine}>
          {text('error.keepMine')}
        </Button>
      </Actions>
    </Dialog>
  );
};
