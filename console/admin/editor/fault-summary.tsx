import { useEffect, useRef } from 'react';
import { Problem, type ProblemFault } from '#client/client.ts';
import styles from '#console/admin/form/form.module.css';
import { idAt, useLabel } from '#console/admin/form/form-context.ts';
import { type AdminKind, pointerOfKey } from '#console/admin/kinds.ts';
import { pathOf } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { RequestId } from '#console/ui/failure.tsx';
import { Banner } from '#console/ui/surface.tsx';

const focusable = 'input, textarea, button, summary, select, [tabindex]';

/** Leads to the field at a pointer, or to the nearest part around it that is shown. */
const goTo = (pointer: string): void => {
  const path = pathOf(pointer);
  for (let depth = path.length; depth > 0; depth--) {
    const element = document.getElementById(idAt(`/${path.slice(0, depth).join('/')}`));
    if (!element) continue;
    element.scrollIntoView({ block: 'center' });
    element.querySelector<HTMLElement>(focusable)?.focus();
    return;
  }
};

/** Shows the form of a fault, which may be behind another tab. */
export type GoToFault = (pointer: string) => void;

interface FaultListProps {
  kind: AdminKind;
  faults: readonly ProblemFault[];
  onGo: GoToFault;
}

/** Faults by the names of their fields, each leading to its own. */
export const FaultList = ({ kind, faults, onGo }: FaultListProps) => {
  const text = useText();
  const { label } = useLabel();
  const where = (pointer: string): string => {
    if (pointer === pointerOfKey(kind)) return text('admin.key');
    const names = pathOf(pointer).map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : label(step)));
    return names.join(' › ');
  };
  const go = (pointer: string) => {
    onGo(pointer);
    // The form is drawn by then, also where it was behind another tab.
    setTimeout(() => goTo(pointer));
  };
  return (
    <ul className={styles.faults}>
      {faults.map(({ pointer, detail }) => (
        <li key={pointer + detail}>
          <button type="button" onClick={() => go(pointer)}>
            {where(pointer) === '' ? detail : `${where(pointer)}: ${detail}`}
          </button>
        </li>
      ))}
    </ul>
  );
};

/** All that is wrong, at once; brought into sight, since one saves from anywhere in a long form. */
export const FaultSummary = ({ failure, ...list }: Omit<FaultListProps, 'faults'> & { failure: unknown }) => {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure) place.current?.scrollIntoView({ block: 'center' });
  }, [failure]);
  if (failure === undefined || failure === null) return null;
  const problem = failure instanceof Problem ? failure : undefined;
  const isOffline = failure instanceof TypeError;
  const faults = problem?.errors ?? [];
  return (
    <Banner tone="danger">
      <div ref={place}>
        <strong>
          {isOffline
            ? text('error.offline')
            : faults.length > 0
              ? text('admin.refused', { count: faults.length })
              : failure instanceof Error
                ? failure.message
                : String(failure)}
        </strong>
        {isOffline && <p>{text('error.notSent')}</p>}
        {faults.length > 0 && <FaultList {...list} faults={faults} />}
        <RequestId problem={problem} />
      </div>
    </Banner>
  );
};
