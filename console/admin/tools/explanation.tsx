import { Check, X } from 'lucide-react';
import { isObject, type Json } from '#console/admin/schema/json.ts';
import styles from '#console/admin/tools/tools.module.css';
import { useText, useWord } from '#console/i18n/use-text.ts';

const shown = (value: Json | undefined): string =>
  value === undefined || value === null ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

/** A condition with what each part of it found, and whether it held. */
export const ExplanationTree = ({ explanation }: { explanation: unknown }) => {
  const text = useText();
  const word = useWord();
  if (!isObject(explanation)) return null;
  const { all, any, not, some, none, count, field, op, wanted, value, held, record, where } = explanation;
  const within = [...(Array.isArray(all) ? all : []), ...(Array.isArray(any) ? any : [])];
  const inner = [...within, ...(not === undefined ? [] : [not]), ...[record, where].filter((one) => isObject(one))];
  const kind = (['all', 'any', 'not', 'some', 'none', 'count'] as const).find((one) => Object.hasOwn(explanation, one));
  return (
    <div>
      <span>
        {held === true ? <Check size={14} aria-hidden /> : <X size={14} aria-hidden />}
        <span className="visually-hidden">{text(held === true ? 'admin.held' : 'admin.notHeld')}</span>{' '}
        {field === undefined ? (
          <>
            {kind === undefined ? '' : word('admin.node', kind)} {shown(some ?? none ?? count).replace('—', '')}
          </>
        ) : (
          <>
            <code>{String(field)}</code> {word('admin.op', String(op))}{' '}
            {wanted !== undefined && <code>{shown(wanted)}</code>} · {text('admin.found', { value: shown(value) })}
          </>
        )}
      </span>
      {inner.length > 0 && (
        <div className={styles.tree}>
          {inner.map((one, index) => {
            const place = `${index}`;
            return <ExplanationTree key={place} explanation={one} />;
          })}
        </div>
      )}
    </div>
  );
};
