import { useBlocker, useNavigate, useSearch } from '@tanstack/react-router';
import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { Problem } from '#client/client.ts';
import { ChangeList } from '#console/admin/editor/change-list.tsx';
import { ConflictDialog } from '#console/admin/editor/conflict-dialog.tsx';
import { DeleteDialog } from '#console/admin/editor/delete-dialog.tsx';
import styles from '#console/admin/editor/editor.module.css';
import { DraftContext, EditorForm } from '#console/admin/editor/editor-form.tsx';
import { FaultList, FaultSummary, type GoToFault } from '#console/admin/editor/fault-summary.tsx';
import { Said } from '#console/admin/editor/said.tsx';
import { type Draft, type Edited, useDraft } from '#console/admin/editor/use-draft.ts';
import { Versions } from '#console/admin/editor/versions.tsx';
import { JsonValue } from '#console/admin/form/json-value.tsx';
import { type Configured, isShipped, nameOf, newKey } from '#console/admin/kinds.ts';
import { isObject } from '#console/admin/schema/json.ts';
import type { JsonSchema, Schemas } from '#console/admin/schema/shape.ts';
import { toolsOf } from '#console/admin/tools/tools.tsx';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { Button, IconButton } from '#console/ui/button.tsx';
import { Actions, Dialog } from '#console/ui/dialog.tsx';
import { Badge, Card, Page, Quiet, Row, Stack } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';
import { sayDone } from '#console/ui/toast.ts';

/** Ctrl+S saves, as everywhere, also while something is being typed. */
const useSaveKey = (save: (() => Promise<void>) | undefined): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void save?.();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  });
};

interface EditorProps {
  edited: Edited;
  schema: JsonSchema;
  schemas: Schemas;
  saved: Configured | undefined;
}

/** Keeps somebody who would lose what they wrote, unless they mean to. */
const LeaveGuard = ({ isDirty }: { isDirty: boolean }) => {
  const text = useText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <Dialog title={text('admin.leave')} isOpen onClose={blocker.reset} role="alertdialog">
      <p>{text('admin.leaveText')}</p>
      <Actions>
        <Button onPress={blocker.proceed}>{text('admin.leaveAnyway')}</Button>
        <Button look="primary" onPress={blocker.reset}>
          {text('admin.stay')}
        </Button>
      </Actions>
    </Dialog>
  );
};

const Aside = (props: { draft: Draft; edited: Edited; onSave: () => void; onGo: GoToFault }) => {
  const { draft, edited, onSave, onGo } = props;
  const text = useText();
  return (
    <aside className={styles.aside} aria-label={text('admin.changes')} {...(draft.isDirty && { 'data-dirty': true })}>
      <Card title={text('admin.changes')}>
        <Row>
          <Button look="primary" isPending={draft.isSaving} isDisabled={!draft.isDirty} onPress={onSave}>
            {text('action.save')}
          </Button>
          {draft.isDirty && <Button onPress={() => draft.replace(edited.base.body)}>{text('admin.revert')}</Button>}
        </Row>
        <div aria-live="polite">
          {draft.isFine && <Badge tone="good">{text('admin.fine')}</Badge>}
          {draft.checked && draft.faults.length > 0 && (
            <>
              <Badge tone="danger">{text('admin.faults', { count: draft.faults.length })}</Badge>
              {!draft.failure && <FaultList kind={edited.kind} faults={draft.faults} onGo={onGo} />}
            </>
          )}
        </div>
        <ChangeList before={edited.base.body} after={draft.draft} />
      </Card>
    </aside>
  );
};

/** A form and its JSON, what would change, what was before, and what can be tried with it. */
export const Editor = ({ edited, schema, schemas, saved }: EditorProps) => {
  const { kind, key } = edited;
  const text = useText();
  const word = useWord();
  const when = useWhen();
  const navigate = useNavigate();
  const { tab = 'form' } = useSearch({ from: '/staff/admin/$kind/$key' });
  const draft = useDraft(edited);
  const [isDeleting, setDeleting] = useState(false);
  const isStale = draft.failure instanceof Problem && draft.failure.code === 'stale';
  const name = saved ? nameOf(saved) : text('admin.new', { kind: word('admin.one', kind.kind) });
  const here = `/admin/${kind.kind}/${key ?? newKey}`;
  const show = (next: string) => void navigate({ href: next === 'form' ? here : `${here}?tab=${next}`, replace: true });
  const goToFault = (pointer: string) => show(pointer === '' && '' in draft.unread ? 'json' : 'form');
  const save = async () => {
    const savedKey = await draft.save();
    if (savedKey === undefined) return;
    sayDone(text('state.saved'));
    if (key === undefined) await navigate({ href: `/admin/${kind.kind}/${savedKey}`, ignoreBlocker: true });
  };
  useSaveKey(draft.isDirty && !draft.isSaving ? save : undefined);
  const parts = [
    {
      id: 'form',
      name: text('admin.tab.form'),
      content: <EditorForm key={draft.replaced} edited={edited} draft={draft} schema={schema} schemas={schemas} />,
    },
    {
      id: 'json',
      name: text('admin.tab.json'),
      content: (
        <DraftContext edited={edited} draft={draft} schemas={schemas}>
          <JsonValue
            key={draft.replaced}
            schema={schema}
            path={[]}
            label={text('admin.tab.json')}
            value={draft.draft}
            onChange={(value) => isObject(value) && draft.setDraft(value)}
            isRequired
            rows={30}
          />
        </DraftContext>
      ),
    },
    ...toolsOf(kind.kind, { edited, draft, saved, text }),
    ...(kind.versions && key !== undefined
      ? [
          {
            id: 'versions',
            name: text('admin.tab.versions'),
            content: (
              <Versions
                edited={edited}
                schema={schema}
                schemas={schemas}
                onTake={(body) => {
                  draft.replace(body);
                  show('form');
                }}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <Page
      title={name}
      actions={
        key !== undefined &&
        saved &&
        !isShipped(saved) && (
          <IconButton label={text('action.delete')} onPress={() => setDeleting(true)}>
            <Trash2 aria-hidden />
          </IconButton>
        )
      }
    >
      <nav className={styles.path} aria-label={text('admin.path')}>
        <Link href="/admin">{text('admin.title')}</Link>
        <span aria-hidden>›</span>
        <Link href={`/admin/${kind.kind}`}>{word('admin.kind', kind.kind)}</Link>
        {saved?.version !== undefined && (
          <Quiet>
            {key} · {isShipped(saved) ? text('admin.builtIn') : text('admin.version', { version: saved.version })}
            {!isShipped(saved) && saved.updatedAt !== undefined && ` · ${when.instant(saved.updatedAt)}`}
          </Quiet>
        )}
      </nav>
      {key !== undefined && <Said kind={kind.kind} itemKey={key} />}
      {!isStale && <FaultSummary kind={kind} failure={draft.failure} onGo={goToFault} />}
      <div className={styles.layout}>
        <Stack>
          <Tabs label={name} parts={parts} value={parts.some(({ id }) => id === tab) ? tab : 'form'} onChange={show} />
        </Stack>
        <Aside draft={draft} edited={edited} onSave={save} onGo={goToFault} />
      </div>
      {isStale && (
        <ConflictDialog
          edited={edited}
          draft={draft}
          schema={schema}
          schemas={schemas}
          onSaved={() => draft.clearFailure()}
        />
      )}
      {isDeleting && <DeleteDialog edited={edited} name={name} onClose={() => setDeleting(false)} />}
      <LeaveGuard isDirty={draft.isDirty && !draft.isSaving} />
    </Page>
  );
};
