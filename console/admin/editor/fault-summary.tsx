import { Problem } from '#client/client.ts';
import styles from '#console/admin/form/form.module.css';
import { idAt, useLabel } from '#console/admin/form/form-context.ts';
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

/** All that is wrong, at once, each leading to its field. */
export const FaultSummary = ({ failure }: { failure: unknown }) => {
  const text = useText();
  const { label } = useLabel();
  if (failure === undefined || failure === null) return null;
  const problem = failure instanceof Problem ? failure : undefined;
  const isOffline = failure instanceof TypeError;
  const where = (pointer: string) =>
    pathOf(pointer)
      .map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : label(step)))
      .join(' › ');
  const faults = problem?.errors ?? [];
  return (
    <Banner tone="danger">
      <div>
        <strong>
          {isOffline
            ? text('error.offline')
            : faults.length > 0
              ? text('admin.refused', { count: faults.length })
              : failure instanceof Error
                ? failure.message
                : String(failure)}
        </strong>
        {faults.length > 0 && (
          <ul className={styles.faults}>
            {faults.map(({ pointer, detail }) => (
              <li key={pointer + detail}>
                <button type="button" onClick={() => goTo(pointer)}>
                  {where(pointer) === '' ? detail : `${where(pointer)}: ${detail}`}
                </button>
              </li>
            ))}
          </ul>
        )}
        <RequestId problem={problem} />
      </div>
    </Banner>
  );
};
